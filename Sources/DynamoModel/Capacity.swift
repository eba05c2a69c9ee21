/// How much of the consumed capacity an answer reports.
public enum ReturnConsumedCapacity: String, Sendable, CaseIterable {
    /// Nothing.
    case none = "NONE"
    /// The total of each table.
    case total = "TOTAL"
    /// The total, and what the table and each index took of it.
    case indexes = "INDEXES"
}

/// Units that a request took.
///
/// A read unit is a strongly consistent read of up to 4 KB (an eventually consistent one takes half, a transactional
/// one twice as much), a write unit a write of up to 1 KB (transactional: twice).
public struct CapacityUnits: Sendable, Equatable {
    /// Read units, in halves.
    public var read: Double
    /// Write units.
    public var write: Double

    /// These units.
    public init(read: Double = 0, write: Double = 0) {
        self.read = read
        self.write = write
    }

    /// Both together, as `CapacityUnits` on the wire.
    public var total: Double { read + write }

    /// The sum, unit by unit.
    public static func + (left: CapacityUnits, right: CapacityUnits) -> CapacityUnits {
        CapacityUnits(read: left.read + right.read, write: left.write + right.write)
    }
}

/// What a request took of one table and its indexes.
public struct ConsumedCapacity: Sendable, Equatable {
    /// The table.
    public var tableName: String
    /// What the table itself took.
    public var table: CapacityUnits
    /// What each local index took, by name.
    public var localIndexes: [String: CapacityUnits]
    /// What each global index took, by name.
    public var globalIndexes: [String: CapacityUnits]

    /// These units.
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

/// Whether an answer reports the size of the item collections that a write touched.
public enum ReturnItemCollectionMetrics: String, Sendable, CaseIterable {
    /// No.
    case none = "NONE"
    /// Yes, for tables with local indexes.
    case size = "SIZE"
}

/// The size of the item collection that a write touched.
public struct ItemCollectionMetrics: Sendable, Equatable {
    /// The partition key of the collection.
    public var itemCollectionKey: Item
    /// Lower and upper bound of its size, in gigabytes.
    public var sizeEstimateRangeGB: ClosedRange<Double>

    /// Metrics of a collection.
    public init(itemCollectionKey: Item, sizeEstimateRangeGB: ClosedRange<Double>) {
        self.itemCollectionKey = itemCollectionKey
        self.sizeEstimateRangeGB = sizeEstimateRangeGB
    }
}
