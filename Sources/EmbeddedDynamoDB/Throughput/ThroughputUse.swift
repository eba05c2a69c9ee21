import DynamoModel
import TableStore

/// What of a table or of a global index a request is about to use.
struct ThroughputUse: Sendable {
    let table: TableInfo
    /// The global index that is read; nil for the table, whose units its local indexes take, too.
    let index: IndexInfo?
    /// The index that is read, also a local one; nil for the table.
    let accessed: IndexInfo?
    /// The partition in the encoding of rows; nil when it is not known, or when there are several.
    let partition: KeyBytes?
    /// The item's whole key where that has a sort key; nil when it is not known.
    let item: KeyBytes?
    let isWrite: Bool
    /// The units that it takes at least; what it really took is settled afterwards.
    let units: Double
    /// The global indexes that the item of a put is in: the put waits for their units, too.
    var writtenIndexes: [IndexInfo] = []
}

extension ThroughputUse {
    /// Which keys are counted of what is used; nil when Contributor Insights are off.
    var insightsMode: InsightsMode? {
        guard let insights = table.definition.insights[accessed?.name ?? ""], insights.isEnabled else { return nil }
        return InsightsMode(rawValue: insights.mode)
    }

    /// What was consumed of what is used.
    func units(in capacity: ConsumedCapacity) -> Double {
        guard let accessed else { return capacity.table.total }
        let units = accessed.isLocal ? capacity.localIndexes : capacity.globalIndexes
        return units[accessed.name]?.total ?? self.units
    }
}
