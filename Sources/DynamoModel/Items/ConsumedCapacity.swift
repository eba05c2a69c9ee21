/// What a request took of one table and its indexes.
public struct ConsumedCapacity: Sendable, Equatable {
    /// The name of the table that gave it.
    public var tableName: String
    /// What the table itself took.
    public var table: CapacityUnits
    /// What each local index took, by name.
    public var localIndexes: [String: CapacityUnits]
    /// What each global index took, by name.
    public var globalIndexes: [String: CapacityUnits]

    /// What a table took, and, when indexes are asked for, how much of it each of them.
    public init(
        tableName: String, table: CapacityUnits = CapacityUnits(), localIndexes: [String: CapacityUnits] = [:],
        globalIndexes: [String: CapacityUnits] = [:]
    ) {
        self.tableName = tableName
        self.table = table
        self.localIndexes = localIndexes
        self.globalIndexes = globalIndexes
    }

    /// Table and indexes together.
    public var total: CapacityUnits {
        let indexes = Array(localIndexes.values) + Array(globalIndexes.values)
        return indexes.reduce(table, +)
    }
}
