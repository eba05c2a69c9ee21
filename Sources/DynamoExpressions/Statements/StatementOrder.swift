import DynamoModel

/// An attribute by which a read is ordered.
package struct StatementOrder: Sendable {
    /// The attribute.
    package let name: String
    /// Whether the greatest comes first.
    package let isDescending: Bool
}
