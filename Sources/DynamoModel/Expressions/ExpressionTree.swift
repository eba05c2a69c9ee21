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
