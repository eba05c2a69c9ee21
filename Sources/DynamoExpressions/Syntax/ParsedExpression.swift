import DynamoModel

// A text that was parsed, independent of the request: its nodes refer to paths and values by their place in two tables,
// whose placeholders a request binds (`Bindings`).

/// A path with names that are not resolved yet.
package struct PathReference: Sendable {
    /// A step of a path.
    package enum Element: Sendable, Equatable {
        case attribute(String)
        case placeholder(String)
        case index(Int)
    }

    /// The steps; the first is never an index.
    package var elements: [Element]
    /// Where the path starts, in bytes.
    package var offset: Int
}

/// A value that is not resolved yet.
package struct ValueReference: Sendable {
    /// The placeholder, the `:` included.
    package var placeholder: String
    /// Where it stands, in bytes.
    package var offset: Int
}

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

extension PathReference {
    /// The path with its placeholders replaced, or nil when one has no name.
    package func resolved(with name: (String) -> String?) -> DocumentPath? {
        var steps: [DocumentPath.Element] = []
        steps.reserveCapacity(elements.count)
        for element in elements {
            switch element {
            case .attribute(let attribute): steps.append(.attribute(attribute))
            case .index(let index): steps.append(.index(index))
            case .placeholder(let placeholder):
                guard let attribute = name(placeholder) else { return nil }
                steps.append(.attribute(attribute))
            }
        }
        return DocumentPath(steps)
    }
}
