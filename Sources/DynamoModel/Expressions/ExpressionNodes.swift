// What expressions are made of: one set of nodes for text, legacy parameters and statements. The nodes name paths and
// values by their places in two tables, so that a text that many requests have is parsed once, and each request binds
// tables of its own.

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

    /// A change.
    package init(section: Section, path: Int, operand: Operand?) {
        self.section = section
        self.path = path
        self.operand = operand
    }
}
