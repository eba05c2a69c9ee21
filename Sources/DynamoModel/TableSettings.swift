/// The most that a table or index that is paid by request may take, in units a second.
///
/// Source: API reference, `OnDemandThroughput`.
public struct OnDemandThroughput: Sendable, Hashable {
    /// Stands for "no limit" in a change of a table.
    public static let unlimited = -1

    /// Read units; nil for no limit, in a change for "as it is".
    public var maxReadRequestUnits: Int?
    /// Write units; nil for no limit, in a change for "as it is".
    public var maxWriteRequestUnits: Int?

    /// Limits in units a second; nil for none, or in a change for "as it is".
    public init(maxReadRequestUnits: Int? = nil, maxWriteRequestUnits: Int? = nil) {
        self.maxReadRequestUnits = maxReadRequestUnits
        self.maxWriteRequestUnits = maxWriteRequestUnits
    }
}

/// The units a second that a table or index can give at once. It only grows.
///
/// Source: API reference, `WarmThroughput`.
public struct WarmThroughput: Sendable, Hashable {
    /// Read units; nil in a change for "as it is".
    public var readUnitsPerSecond: Int?
    /// Write units; nil in a change for "as it is".
    public var writeUnitsPerSecond: Int?

    /// A throughput in units a second; nil in a change for "as it is".
    public init(readUnitsPerSecond: Int? = nil, writeUnitsPerSecond: Int? = nil) {
        self.readUnitsPerSecond = readUnitsPerSecond
        self.writeUnitsPerSecond = writeUnitsPerSecond
    }
}

/// How often a table's items are expected to be read.
public enum TableClass: String, Sendable, CaseIterable {
    /// Often.
    case standard = "STANDARD"
    /// Seldom.
    case standardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS"
}

/// A table's class with the time of its last change.
public struct TableClassSummary: Sendable, Hashable {
    /// The class.
    public var tableClass: TableClass
    /// When it was last changed, in seconds since 1970; nil when it never was.
    public var lastUpdate: Double?

    /// A class.
    public init(tableClass: TableClass, lastUpdate: Double? = nil) {
        self.tableClass = tableClass
        self.lastUpdate = lastUpdate
    }
}

/// How a table is to be encrypted at rest, as a request says it.
///
/// Source: API reference, `SSESpecification`.
public struct SSESpecification: Sendable, Hashable {
    /// Whether with a key of the account in place of the service's own.
    public var isEnabled: Bool?
    /// `KMS`.
    public var type: String?
    /// The key: its id, alias or Amazon Resource Name.
    public var kmsMasterKeyId: String?

    /// A specification.
    public init(isEnabled: Bool? = nil, type: String? = nil, kmsMasterKeyId: String? = nil) {
        self.isEnabled = isEnabled
        self.type = type
        self.kmsMasterKeyId = kmsMasterKeyId
    }
}

/// When and how often a provisioned throughput was changed.
public struct ThroughputChanges: Sendable, Hashable {
    /// When a throughput last grew, in seconds since 1970.
    public var lastIncrease: Double?
    /// When a throughput last shrank, in seconds since 1970.
    public var lastDecrease: Double?
    /// How often it shrank in this day of UTC.
    public var decreasesToday: Int

    /// The last changes, at times in seconds since 1970.
    public init(lastIncrease: Double? = nil, lastDecrease: Double? = nil, decreasesToday: Int = 0) {
        self.lastIncrease = lastIncrease
        self.lastDecrease = lastDecrease
        self.decreasesToday = decreasesToday
    }
}
