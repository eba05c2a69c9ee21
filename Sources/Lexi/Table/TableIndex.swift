import DynamoModel

/// The table itself or one of its global secondary indexes.
public enum TableIndex: String, Sendable, CaseIterable {
    /// The items by their primary keys; the only place for consistent reads.
    case table
    /// Lists.
    case gsi1 = "GSI1"
    /// Work queues: an item leaves when the work is done.
    case gsi2 = "GSI2"
    /// Segments.
    case gsi3 = "GSI3"
    /// Relations.
    case gsi4 = "GSI4"
    /// Directory.
    case gsi5 = "GSI5"

    /// The index's name in a request; nil for the table.
    package var name: String? { self == .table ? nil : rawValue }
    /// The attribute with its partition key.
    package var partitionAttribute: String { self == .table ? TableAttribute.partition : rawValue + "PK" }
    /// The attribute with its sort key.
    package var sortAttribute: String { self == .table ? TableAttribute.sort : rawValue + "SK" }
    /// What it holds besides keys. Projections are KEYS_ONLY where an ordinary update should cost the index nothing.
    package var projection: Projection {
        switch self {
        case .table, .gsi1, .gsi2: .all
        case .gsi3, .gsi4, .gsi5: .keysOnly
        }
    }
}
