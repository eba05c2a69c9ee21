// The one tree of all expressions. A parsed expression is independent of the request: its tree refers to paths and values by
// their place in two tables. A request binds the tables (`Bindings`) and shares the tree, so that binding costs no more
// than resolving the placeholders. The legacy parameters and PartiQL lower into this tree with tables of their own.

/// The functions of the language, by their names, which are written in lower case.
package enum ExpressionFunction: String, Sendable, CaseIterable {
    case attributeExists = "attribute_exists"
    case attributeNotExists = "attribute_not_exists"
    case attributeType = "attribute_type"
    case beginsWith = "begins_with"
    case contains = "contains"
    case size = "size"
    case ifNotExists = "if_not_exists"
    case listAppend = "list_append"

    /// How many operands it takes.
    package var operandCount: Int {
        switch self {
        case .attributeExists, .attributeNotExists, .size: 1
        default: 2
        }
    }

    /// Whether it belongs to updates.
    package var isForUpdates: Bool { self == .ifNotExists || self == .listAppend }
    /// Whether it is a condition by itself rather than an operand.
    package var isCondition: Bool { !isForUpdates && self != .size }
}

/// What two operands are compared with.
package enum Comparator: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The comparator with its sides exchanged.
    package var flipped: Comparator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }
}

/// The operators of `SET`.
package enum Arithmetic: String, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
}

/// Something that has a value, or none when the item lacks it.
package indirect enum Operand: Sendable, Equatable {
    /// The path at this place of the table of paths.
    case path(Int)
    /// The value at this place of the table of values.
    case value(Int)
    /// `size`, `if_not_exists` or `list_append`.
    case call(ExpressionFunction, [Operand])
    /// A sum or a difference.
    case arithmetic(Arithmetic, Operand, Operand)
}

/// Something that holds of an item or does not.
package indirect enum ConditionNode: Sendable, Equatable {
    /// Conditions joined with `AND`, two or more.
    case all([ConditionNode])
    /// Conditions joined with `OR`, two or more.
    case any([ConditionNode])
    /// `NOT`.
    case not(ConditionNode)
    /// A comparison.
    case compare(Comparator, Operand, Operand)
    /// `BETWEEN`, both bounds included.
    case between(Operand, Operand, Operand)
    /// `IN`.
    case member(Operand, [Operand])
    /// A function that is a condition.
    case function(ExpressionFunction, [Operand])
}

/// One change of an update.
package struct UpdateAction: Sendable, Equatable {
    /// The clauses of an update.
    package enum Section: String, Sendable, CaseIterable {
        case set = "SET"
        case remove = "REMOVE"
        case add = "ADD"
        case delete = "DELETE"
    }

    /// The clause that the change stands in.
    package var section: Section
    /// What is changed: a place in the table of paths.
    package var path: Int
    /// What it is changed with; nil for `REMOVE`.
    package var operand: Operand?
}

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
    package enum Root: Sendable, Equatable {
        /// A condition, filter or key condition.
        case condition(ConditionNode)
        /// An update's changes in the order in which they are written.
        case update([UpdateAction])
        /// The paths are all there is.
        case projection
    }

    /// What the expression is.
    package var root: Root
    /// All paths in the order in which they are written.
    package var paths: [PathReference]
    /// All values in the order in which they are written.
    package var values: [ValueReference]
    /// The paths, when none of them has a placeholder.
    package var fixedPaths: [DocumentPath]?

    package init(root: Root, paths: [PathReference], values: [ValueReference]) {
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
