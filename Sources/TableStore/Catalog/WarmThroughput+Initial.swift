import DynamoModel

extension WarmThroughput {
    /// What a table or index that is paid by request can give from the start.
    private static let onDemand = WarmThroughput(readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000)

    /// What a new table or index can give at once.
    package static func initial(_ mode: BillingMode, _ throughput: ProvisionedThroughput?) -> WarmThroughput {
        guard mode == .provisioned, let throughput else { return onDemand }
        return WarmThroughput(
            readUnitsPerSecond: throughput.readCapacityUnits, writeUnitsPerSecond: throughput.writeCapacityUnits)
    }
}
