// What expressions are made of: one set of nodes for text, legacy parameters and statements. The nodes name paths and
// values by their places in two tables, so that a text that many requests have is parsed once, and each request binds
// separate tables.

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
