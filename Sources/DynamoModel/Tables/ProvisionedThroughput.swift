/// Units a second.
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
