/// A service that keeps policies and the state of insights.
public protocol DynamoDBOversight: DynamoDB {
    /// Carries out a request.
    ///
    /// - Throws: `resourceNotFound` for a table or index that is not there, `policyNotFound`, `validation`.
    func oversee(_ request: OversightRequest) async throws(DynamoDBError) -> OversightResponse
}
