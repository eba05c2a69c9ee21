/// The throughput that is set for a table or index, in units a second; at least 1 of each.
public struct ProvisionedThroughput: Sendable, Hashable {
    /// Read units a second.
    public var readCapacityUnits: Int
    /// Write units a second.
    public var writeCapacityUnits: Int

    /// A throughput in units a second.
    public init(readCapacityUnits: Int, writeCapacityUnits: Int) {
        self.readCapacityUnits = readCapacityUnits
        self.writeCapacityUnits = writeCapacityUnits
    }
}
