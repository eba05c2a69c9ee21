/// What holds tables may also export them to files and import files into new tables, as DynamoDB does with S3.
///
/// The operations are DynamoDB's own, by its API reference of 2012-08-10.
public protocol DynamoDBTransfers: DynamoDB {
    /// Carries out a request about exports or imports.
    ///
    /// - Returns: the answer of the request's own kind.
    /// - Throws: `validation`; `tableNotFound`, `exportNotFound`, `importNotFound` for what is not there;
    ///   `pointInTimeRecoveryUnavailable` where recovery is off, `invalidExportTime` for a time that cannot be
    ///   exported; `exportConflict`, `importConflict` for a token that came with another request; `resourceInUse` for
    ///   a table that is there; `limitExceeded` when too many are under way. Nothing has changed then.
    func transfers(_ request: TransferRequest) async throws(DynamoDBError) -> TransferResponse
}
