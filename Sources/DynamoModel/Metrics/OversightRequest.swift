/// What is asked about who may use a table and who does: resource policies and Contributor Insights.
public enum OversightRequest: Sendable, Equatable {
    /// Sets a resource's policy, in place of one with the expected revision: `NO_POLICY` for none, nil for any. Whether
    /// it may take the caller's own right to change it away has to be confirmed on DynamoDB.
    case putPolicy(arn: String, policy: String, expectedRevision: String?, confirmsSelfRemoval: Bool = false)
    /// Asks for a resource's policy.
    case getPolicy(arn: String)
    /// Removes a resource's policy, if it has the expected revision.
    case deletePolicy(arn: String, expectedRevision: String?)
    /// Turns the insights of a table or of one of its indexes on or off.
    case updateInsights(tableName: String, indexName: String?, isEnabled: Bool, mode: InsightsMode?)
    /// Asks for the insights of a table or of one of its indexes.
    case describeInsights(tableName: String, indexName: String?)
    /// Lists where insights are on: of one table with its indexes, or of all; a page of some.
    case listInsights(tableName: String?, limit: Int?, nextToken: String?)
}
