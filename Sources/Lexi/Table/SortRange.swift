import DynamoModel

/// The values that a query asks of the sort key; they fit the pattern's ``AccessPattern/Sort``.
enum SortRange: Sendable {
    case all
    case equals(String)
    case beginsWith(String)
    case between(String, String)

    var values: [String: AttributeValue] {
        switch self {
        case .all: [:]
        case .equals(let text), .beginsWith(let text): [":sort": .s(text)]
        case .between(let from, let to): [":from": .s(from), ":to": .s(to)]
        }
    }

    /// Whether no key can lie in the range: the table refuses such a question.
    var isEmpty: Bool {
        if case .between(let from, let to) = self { return from.compareBytes(with: to) > 0 }
        return false
    }
}
