import DynamoModel

/// An index as it is stored: its definition and where its entries are.
package struct IndexDefinition: Sendable, Equatable {
    package var index: SecondaryIndex
    /// The number of its storage; never used twice in a file.
    package var id: Int
    package var isLocal: Bool
    /// False while it is being filled from the table.
    package var isActive: Bool
    package var throughputChanges = ThroughputChanges()
    /// Both members are set; nil for a local index.
    package var warmThroughput: WarmThroughput?

    package init(
        index: SecondaryIndex,
        id: Int,
        isLocal: Bool,
        isActive: Bool,
        throughputChanges: ThroughputChanges = ThroughputChanges(),
        warmThroughput: WarmThroughput? = nil
    ) {
        self.index = index
        self.id = id
        self.isLocal = isLocal
        self.isActive = isActive
        self.throughputChanges = throughputChanges
        self.warmThroughput = warmThroughput
    }
}
