/// A DynamoDB service: the one contract between Lexi's repositories and whatever holds the table.
///
/// The operations are DynamoDB's own, by its API reference of 2012-08-10. Any implementation can serve the
/// repositories, and any can serve the DynamoDB endpoint; one suite of tests, `DynamoContractTests`, is what
/// each of them has to meet.
///
/// What holds of every operation:
/// - **Errors.** What fails throws ``DynamoDBError``. A request that breaks a rule throws `validation`; a table or
///   index that is not there `resourceNotFound`; a table that is not yet or no longer ready `resourceNotFound` or
///   `resourceInUse`. When the storage fails, the error is `serviceUnavailable` (certainly not done) or
///   `internalServerError` (it is not known whether a write was done).
/// - **After an error nothing has changed**, except after `internalServerError` of a write, and for batch writes, which
///   are single writes that stand each on its own.
/// - **Durability.** A write that was answered survives the end of the process, and of the machine if the storage keeps
///   its word.
/// - **Consistency.** A consistent read, and a read transaction, sees every write that was answered before it began.
///   Other reads may see an older state on a distributed engine; on the embedded one they see the same.
/// - **Isolation.** Each operation on one item is atomic. Transactions are serializable with all single writes and
///   consistent reads. A query or scan page reads each item as committed.
/// - **Limits** have their names in ``DynamoLimits``.
/// - **Cancellation.** A write that was handed over is carried out, cancelled or not.
public protocol DynamoDB: Sendable {
    // MARK: One item

    /// Reads one item.
    ///
    /// - Returns: the item, projected, or none.
    /// - Throws: `validation` (key or projection), `resourceNotFound`.
    func getItem(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse

    /// Puts a whole item in place of the one with its key, if the condition holds.
    ///
    /// The indexes follow in the same step.
    /// - Throws: `validation` (also: item above 400 KB), `conditionalCheckFailed`, `resourceNotFound`; the item is as
    ///   before.
    func putItem(_ request: PutItemRequest) async throws(DynamoDBError) -> WriteItemResponse

    /// Changes some attributes of an item, if the condition holds; makes the item when it is not there.
    ///
    /// All operands are read before anything is changed. The indexes follow in the same step.
    /// - Throws: `validation` (also: operand of a wrong type, path that does not exist, item above 400 KB),
    ///   `conditionalCheckFailed`, `resourceNotFound`; the item is as before.
    func updateItem(_ request: UpdateItemRequest) async throws(DynamoDBError) -> WriteItemResponse

    /// Removes an item, if the condition holds. Removing one that is not there is no error.
    ///
    /// - Throws: `validation`, `conditionalCheckFailed`, `resourceNotFound`; the item is as before.
    func deleteItem(_ request: DeleteItemRequest) async throws(DynamoDBError) -> WriteItemResponse

    // MARK: Many items

    /// Reads items of one partition of a table or index in the order of the sort key.
    ///
    /// A page ends at `limit` items or when 1 MB were read, whichever comes first.
    /// - Throws: `validation`, `resourceNotFound` (a missing index is `validation`).
    func query(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse

    /// Reads all items of a table or index, or of one segment. The segments are disjoint and complete.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func scan(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse

    /// Reads up to 100 items, each on its own.
    ///
    /// - Returns: the items that are there, and the keys that must be asked for again.
    /// - Throws: `validation` (also: a key twice), `resourceNotFound`.
    func batchGetItem(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse

    /// Puts and removes up to 25 items, each on its own and without conditions.
    ///
    /// - Returns: the writes that must be asked for again.
    /// - Throws: `validation` (also: an item twice), `resourceNotFound`: then nothing was done.
    func batchWriteItem(_ request: BatchWriteItemRequest) async throws(DynamoDBError) -> BatchWriteItemResponse

    /// Reads up to 100 items as they are at one moment.
    ///
    /// - Throws: `validation`, `resourceNotFound`, `transactionCanceled`.
    func transactGetItems(_ request: TransactGetItemsRequest) async throws(DynamoDBError) -> TransactGetItemsResponse

    /// Carries out up to 100 writes and checks of different items, all or none.
    ///
    /// - Throws: `transactionCanceled` with a reason for each action, in order; `validation`, `resourceNotFound`;
    ///   `idempotentParameterMismatch` for a token that came with another request. Nothing was done then.
    func transactWriteItems(_ request: TransactWriteItemsRequest) async throws(DynamoDBError)
        -> TransactWriteItemsResponse

    // MARK: Statements

    /// Carries out a PartiQL statement: a page of a read, or a write of one item.
    ///
    /// A read that names the partition key reads by it; any other is a scan.
    /// - Throws: `validation` (also: a text that is not a statement, a token of another statement), `resourceNotFound`,
    ///   `conditionalCheckFailed`, `duplicateItem`; the item is as before.
    func executeStatement(_ request: ExecuteStatementRequest) async throws(DynamoDBError) -> ExecuteStatementResponse

    /// Carries out up to 25 statements, each on its own, of one item each.
    ///
    /// - Returns: the outcome of each, with the error of one that failed.
    /// - Throws: `validation` for what is wrong with the batch: then nothing was done.
    func batchExecuteStatement(_ request: BatchExecuteStatementRequest) async throws(DynamoDBError)
        -> BatchExecuteStatementResponse

    /// Carries out up to 100 statements, all or none: reads at one moment, or writes and checks.
    ///
    /// - Throws: `transactionCanceled` with a reason for each statement, in order; `validation`,
    ///   `idempotentParameterMismatch`. Nothing was done then.
    func executeTransaction(_ request: ExecuteTransactionRequest) async throws(DynamoDBError)
        -> ExecuteTransactionResponse

    // MARK: Tables

    /// Makes a table. It can be used when its status is `ACTIVE`.
    ///
    /// - Throws: `validation`, `resourceInUse` when there is one of this name.
    func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription

    /// Describes a table.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription

    /// Changes a table's settings or indexes. A new index is filled while reads and writes go on.
    ///
    /// - Throws: `validation`, `resourceNotFound`, `resourceInUse`, `limitExceeded`.
    func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription

    /// Removes a table with all its items.
    ///
    /// - Throws: `validation` (also: deletion protection), `resourceNotFound`, `resourceInUse`.
    func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription

    /// Lists table names in byte order, up to `limit` (1 to 100) after `exclusiveStartTableName`.
    ///
    /// - Throws: `validation`.
    func listTables(exclusiveStartTableName: String?, limit: Int?) async throws(DynamoDBError) -> ListTablesResponse

    /// Sets the attribute by which items expire.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func updateTimeToLive(tableName: String, _ timeToLive: TimeToLive) async throws(DynamoDBError) -> TimeToLive

    /// Returns the attribute by which items expire.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive

    /// Sets labels of a table: of equal keys the new value counts.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError)

    /// Removes labels of a table.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError)

    /// Lists the labels of a table.
    ///
    /// - Throws: `validation`, `resourceNotFound`.
    func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag]
}
