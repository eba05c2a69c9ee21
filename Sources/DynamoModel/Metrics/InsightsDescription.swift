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
