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

/// Which keys Contributor Insights counts.
public enum InsightsMode: String, Sendable, CaseIterable {
    /// Keys that are used, and keys that are throttled.
    case accessedAndThrottled = "ACCESSED_AND_THROTTLED_KEYS"
    /// Keys that are throttled.
    case throttled = "THROTTLED_KEYS"
}

/// The answer to an ``OversightRequest``.
public enum OversightResponse: Sendable, Equatable {
    /// A policy with its revision; the text is nil where only the revision is answered.
    case policy(text: String?, revision: String?)
    /// What was changed, or is.
    case insights(InsightsDescription)
    /// Where insights are on, and where the list goes on.
    case insightsList([InsightsDescription], nextToken: String?)
}

/// The insights of a table or index.
public struct InsightsDescription: Sendable, Equatable {
    /// The table.
    public var tableName: String
    /// The index; nil for the table itself.
    public var indexName: String?
    /// `ENABLED`, `DISABLED`, or on the way there.
    public var status: String
    /// Which keys are counted; nil where insights were never on.
    public var mode: InsightsMode?
    /// When they were turned on or off, in seconds since 1970.
    public var lastUpdate: Double?
    /// The names of the rules that CloudWatch has for them.
    public var rules: [String]

    /// Insights of a table or index.
    public init(
        tableName: String, indexName: String? = nil, status: String, mode: InsightsMode? = nil,
        lastUpdate: Double? = nil, rules: [String] = []
    ) {
        self.tableName = tableName
        self.indexName = indexName
        self.status = status
        self.mode = mode
        self.lastUpdate = lastUpdate
        self.rules = rules
    }
}

/// A service that keeps policies and the state of insights.
public protocol DynamoDBOversight: DynamoDB {
    /// Carries out a request.
    ///
    /// - Throws: `resourceNotFound` for a table or index that is not there, `policyNotFound`, `validation`.
    func oversee(_ request: OversightRequest) async throws(DynamoDBError) -> OversightResponse
}
