import DynamoModel

/// A condition on one attribute, as a key condition has them.
package struct AttributeCondition: Sendable {
    /// The attribute's name, without a placeholder.
    package var name: String
    /// What is asked of it.
    package var condition: SortCondition

    package init(_ name: String, _ condition: SortCondition) {
        self.name = name
        self.condition = condition
    }
}
