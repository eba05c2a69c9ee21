import DynamoModel

/// The registry: every access pattern of the service, in the order in which the pages list them. Reads are declared
/// next to the entities that they read.
public enum AccessPatterns {
    /// Every read, then every write; numbers are distinct.
    public static let all: [AccessPattern] = reads + writes

    /// The pattern that declares a query; nil when none does.
    public static func declaring(_ request: QueryRequest) -> AccessPattern? { all.first { $0.declares(request) } }
    /// The pattern that declares a read of one item; nil when none does.
    public static func declaring(_ request: GetItemRequest) -> AccessPattern? { all.first { $0.declares(request) } }
    /// A pattern that declares a batch of reads; nil when none does.
    public static func declaring(_ request: BatchGetItemRequest) -> AccessPattern? {
        all.first { $0.declares(request) }
    }
    /// A pattern that declares a transaction; nil when none does.
    public static func declaring(_ request: TransactWriteItemsRequest) -> AccessPattern? {
        all.first { $0.declares(request) }
    }
    /// A pattern that declares a batch of removals; nil when none does.
    public static func declaring(_ request: BatchWriteItemRequest) -> AccessPattern? {
        all.first { $0.declares(request) }
    }

    private static let reads =
        (ofUsers + ofErasures + ofTrails + ofFeed + ofCalls + ofFlashcards + ofSessions + ofScenarios + ofDirectory
        + ofAuditDays + ofExplorer).map(\.access)
}
