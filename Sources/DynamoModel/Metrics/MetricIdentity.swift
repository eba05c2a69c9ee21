/// A metric of CloudWatch: its name in the namespace `AWS/DynamoDB`, and what it is of.
public struct MetricIdentity: Sendable, Hashable {
    /// What a metric is of.
    public struct Dimension: Sendable, Hashable {
        /// Such as `TableName`.
        public let name: String
        /// Such as the table's name.
        public let value: String

        /// A dimension, such as `TableName` with a table's name.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Such as `ConsumedReadCapacityUnits`.
    public let name: String
    /// In the order of their names.
    public let dimensions: [Dimension]

    /// A metric by CloudWatch's name for it, with dimensions in the order of CloudWatch's documents.
    public init(_ name: String, _ dimensions: [Dimension]) {
        self.name = name
        self.dimensions = dimensions.sorted { $0.name.compareBytes(with: $1.name) < 0 }
    }
}
