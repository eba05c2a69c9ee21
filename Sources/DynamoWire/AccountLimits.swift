import DynamoModel

/// The throughput that an account may provision, in units a second.
public struct AccountLimits: Sendable, Equatable {
    /// Units of all tables together.
    public var account: ProvisionedThroughput
    /// The most units a second that one table may be given.
    public var table: ProvisionedThroughput

    /// These limits; DynamoDB's initial quotas by default.
    public init(
        account: ProvisionedThroughput = ProvisionedThroughput(readCapacityUnits: 80_000, writeCapacityUnits: 80_000),
        table: ProvisionedThroughput = ProvisionedThroughput(readCapacityUnits: 40_000, writeCapacityUnits: 40_000)
    ) {
        self.account = account
        self.table = table
    }
}
