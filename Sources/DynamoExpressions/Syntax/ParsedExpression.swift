import DynamoModel

/// An expression as it is written, for any request.
package struct ParsedExpression: Sendable {
    /// What the expression is.
    package var root: ExpressionTree.Root
    /// All paths in the order in which they are written.
    package var paths: [PathReference]
    /// All values in the order in which they are written.
    package var values: [ValueReference]
    /// The paths, when none of them has a placeholder.
    package var fixedPaths: [DocumentPath]?

    package init(root: ExpressionTree.Root, paths: [PathReference], values: [ValueReference]) {
        self.root = root
        self.paths = paths
        self.values = values
        self.fixedPaths = Self.fixed(paths)
    }

    private static func fixed(_ paths: [PathReference]) -> [DocumentPath]? {
        var fixed: [DocumentPath] = []
        fixed.reserveCapacity(paths.count)
        for path in paths {
            guard let resolved = path.resolved(with: { _ in nil }) else { return nil }
            fixed.append(resolved)
        }
        return fixed
    }
}
