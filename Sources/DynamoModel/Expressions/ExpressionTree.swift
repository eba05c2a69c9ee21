/// An expression as a tree, with its own tables of paths and values: what the legacy parameters of a request become. It
/// has no text, so that the limits of text do not hold for it, and no placeholders.
public struct ExpressionTree: Sendable, Equatable {
    /// What the expression is.
    package enum Root: Sendable, Equatable {
        /// A condition, filter or key condition.
        case condition(ConditionNode)
        /// An update's changes, in order.
        case update([UpdateAction])
        /// The paths are all there is.
        case projection
    }

    /// What the expression is.
    package let root: Root
    /// The paths that the nodes name by their places.
    package let paths: [DocumentPath]
    /// The values that the nodes name by their places.
    package let values: [AttributeValue]
    /// The legacy parameter that it was made of, such as `QueryFilter`, of which faults are reported; nil for others.
    public let legacyParameter: String?

    /// A tree over these tables; each place that a node names must be in them.
    package init(
        _ root: Root, paths: [DocumentPath], values: [AttributeValue] = [], legacyParameter: String? = nil
    ) {
        self.root = root
        self.paths = paths
        self.values = values
        self.legacyParameter = legacyParameter
    }
}

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
