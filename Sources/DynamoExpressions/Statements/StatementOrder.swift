import DynamoModel

/// An attribute by which a read is ordered.
package struct StatementOrder: Sendable {
    /// The name of the attribute by which items are ordered.
    package let name: String
    /// Whether the greatest comes first.
    package let isDescending: Bool
}
