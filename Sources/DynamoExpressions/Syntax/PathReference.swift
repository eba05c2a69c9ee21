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
