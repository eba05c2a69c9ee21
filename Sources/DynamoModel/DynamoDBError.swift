/// A failure of a DynamoDB operation: the service's own type and message.
///
/// Messages never hold attribute values. Whether an error leaves a write undone is said by ``Code/outcomeIsKnown``.
/// Source: API reference, "Common errors" and the errors of each operation.
public struct DynamoDBError: Error, Sendable, Equatable {
    /// The error's type, as it stands after `#` in `__type` on the wire.
    public enum Code: String, Sendable, CaseIterable {
        /// A request that breaks a rule; nothing was done.
        case validation = "ValidationException"
        /// A condition did not hold; nothing was done.
        case conditionalCheckFailed = "ConditionalCheckFailedException"
        /// An item of this key is there already, which `INSERT` does not replace; nothing was done.
        case duplicateItem = "DuplicateItemException"
        /// A transaction was refused as a whole; `cancellationReasons` says why, in the order of its items.
        case transactionCanceled = "TransactionCanceledException"
        /// The item is part of a transaction that is under way.
        case transactionConflict = "TransactionConflictException"
        /// A `ClientRequestToken` came again with another request.
        case idempotentParameterMismatch = "IdempotentParameterMismatchException"
        /// The transaction of this `ClientRequestToken` is still under way.
        case transactionInProgress = "TransactionInProgressException"
        /// There is no such table or index.
        case resourceNotFound = "ResourceNotFoundException"
        /// The table is being created, changed or deleted, or exists already.
        case resourceInUse = "ResourceInUseException"
        /// There is no such table (control-plane operations that say so).
        case tableNotFound = "TableNotFoundException"
        /// There is no such backup.
        case backupNotFound = "BackupNotFoundException"
        /// A backup is being made, restored or removed.
        case backupInUse = "BackupInUseException"
        /// There is no place for backups.
        case continuousBackupsUnavailable = "ContinuousBackupsUnavailableException"
        /// A table cannot be restored to this time.
        case invalidRestoreTime = "InvalidRestoreTimeException"
        /// Point-in-time recovery is off.
        case pointInTimeRecoveryUnavailable = "PointInTimeRecoveryUnavailableException"
        /// There is a table of this name (restores and imports).
        case tableAlreadyExists = "TableAlreadyExistsException"
        /// Another operation on the table is under way.
        case tableInUse = "TableInUseException"
        /// There is no such export.
        case exportNotFound = "ExportNotFoundException"
        /// A token came again with another export.
        case exportConflict = "ExportConflictException"
        /// A table cannot be exported as of this time.
        case invalidExportTime = "InvalidExportTimeException"
        /// There is no such import.
        case importNotFound = "ImportNotFoundException"
        /// A token came again with another import.
        case importConflict = "ImportConflictException"
        /// There is no such global table.
        case globalTableNotFound = "GlobalTableNotFoundException"
        /// The resource has no policy.
        case policyNotFound = "PolicyNotFoundException"
        /// A shard iterator is older than 15 minutes.
        case expiredIterator = "ExpiredIteratorException"
        /// What a shard iterator or a sequence number points to is gone from the stream.
        case trimmedDataAccess = "TrimmedDataAccessException"
        /// Too many tables or index changes at a time.
        case limitExceeded = "LimitExceededException"
        /// An item collection of a table with local indexes is above 10 GB.
        case itemCollectionSizeLimitExceeded = "ItemCollectionSizeLimitExceededException"
        /// The table's throughput is used up; try again later.
        case provisionedThroughputExceeded = "ProvisionedThroughputExceededException"
        /// The account's throughput is used up; try again later.
        case requestLimitExceeded = "RequestLimitExceeded"
        /// Too many requests; try again later.
        case throttling = "ThrottlingException"
        /// The operation is not one of this endpoint's.
        case unknownOperation = "UnknownOperationException"
        /// The request body is not what the protocol asks for.
        case serialization = "SerializationException"
        /// The service failed; whether a write was done is not known.
        case internalServerError = "InternalServerError"
        /// The service cannot be reached or is stopping; the request was not carried out.
        case serviceUnavailable = "ServiceUnavailable"

        /// Whether it is the service that failed, not the request.
        public var isServerFault: Bool { self == .internalServerError || self == .serviceUnavailable }

        /// Whether too much was asked of the table: nothing was done, and later it may be different.
        public var isThrottle: Bool {
            self == .throttling || self == .provisionedThroughputExceeded || self == .requestLimitExceeded
        }

        /// Whether it is certain that a write which failed so was not done.
        public var outcomeIsKnown: Bool { self != .internalServerError }
    }

    /// The type, by which callers decide what to do.
    public let code: Code
    /// The message for people, in DynamoDB's words where it has any; never with attribute values.
    public let message: String
    /// The item as it was when a condition did not hold, if the request asked for it.
    public let item: Item?
    /// For a cancelled transaction: one reason for each of its items, in order.
    public let cancellationReasons: [CancellationReason]
    /// For a throttled request: what could not give enough.
    public let throttlingReasons: [ThrottlingReason]

    /// An error of this type with this message.
    public init(
        _ code: Code, _ message: String, item: Item? = nil, cancellationReasons: [CancellationReason] = [],
        throttlingReasons: [ThrottlingReason] = []
    ) {
        self.code = code
        self.message = message
        self.item = item
        self.cancellationReasons = cancellationReasons
        self.throttlingReasons = throttlingReasons
    }

    /// A request that breaks a rule.
    public static func validation(_ message: String) -> DynamoDBError { DynamoDBError(.validation, message) }

    /// A refused request as `PutItem`, `UpdateItem` and `DeleteItem` report what is wrong with its values and
    /// expressions: counted, like a violated constraint. Other errors are as they were.
    package var counted: DynamoDBError {
        code == .validation ? .violations([message]) : self
    }

    /// A condition that did not hold, with the item when the request asked for it.
    public static func conditionalCheckFailed(item: Item? = nil) -> DynamoDBError {
        DynamoDBError(.conditionalCheckFailed, "The conditional request failed", item: item)
    }

    /// An `INSERT` of an item whose key is taken.
    public static let duplicateItem = DynamoDBError(.duplicateItem, "Duplicate primary key exists in table")

    /// A table or index that is not there.
    public static let resourceNotFound = DynamoDBError(.resourceNotFound, "Requested resource not found")

    /// A transaction that was cancelled as a whole: one reason for each of its items, in order.
    public static func transactionCanceled(_ reasons: [CancellationReason]) -> DynamoDBError {
        let codes = reasons.map(\.code.rawValue).joined(separator: ", ")
        return DynamoDBError(
            .transactionCanceled,
            "Transaction cancelled, please refer cancellation reasons for specific reasons [\(codes)]",
            cancellationReasons: reasons)
    }
}

extension DynamoDBError: CustomStringConvertible {
    /// Type and message; never attribute values. For ``Code/serviceUnavailable`` only the message: it names the cause,
    /// and a client that cannot reach the service makes the error itself.
    public var description: String { code == .serviceUnavailable ? message : "\(code.rawValue): \(message)" }
}
