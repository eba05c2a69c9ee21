/// Builds the tables of a tree while its nodes are made.
package struct TreeBuilder {
    private var paths: [DocumentPath] = []
    private var values: [AttributeValue] = []

    /// A builder with empty tables.
    package init() {}

    /// Enters the path of an attribute of the item, and returns its place.
    package mutating func place(ofAttribute name: String) -> Int {
        paths.append(DocumentPath(attribute: name))
        return paths.count - 1
    }

    /// Enters a value.
    package mutating func value(_ value: AttributeValue) -> Operand {
        values.append(value)
        return .value(values.count - 1)
    }

    /// The tree with this root over what was entered.
    package func tree(_ root: ExpressionTree.Root, of legacyParameter: String? = nil) -> ExpressionTree {
        ExpressionTree(root, paths: paths, values: values, legacyParameter: legacyParameter)
    }
}
