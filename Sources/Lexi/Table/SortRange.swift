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

    /// Where a sort key lies, seen from the range.
    enum Side: Sendable {
        case before, inside, after
    }

    /// Where a sort key lies: before the range, in it, or after it, in ascending order.
    func side(of key: String) -> Side {
        switch self {
        case .all: return .inside
        case .equals(let text):
            let order = key.compareBytes(with: text)
            return order < 0 ? .before : order == 0 ? .inside : .after
        case .beginsWith(let text):
            if key.hasBytePrefix(text) { return .inside }
            return key.compareBytes(with: text) < 0 ? .before : .after
        case .between(let from, let to):
            if key.compareBytes(with: from) < 0 { return .before }
            return key.compareBytes(with: to) > 0 ? .after : .inside
        }
    }

    /// A mark as this range sees it. A range can have moved since the mark was given out, by the clock or the user's
    /// time zone, and the table refuses marks outside it: one before the start reads all of the range, one after the
    /// end nothing.
    func clamped(_ mark: Position.Mark, _ order: AccessPattern.Order) -> Position.Mark {
        guard case .after(let sort, _) = mark else { return mark }
        switch side(of: sort) {
        case .inside: return mark
        case .before: return order == .ascending ? .start : .end
        case .after: return order == .ascending ? .end : .start
        }
    }

    /// Whether no key can lie in the range: the table refuses such a question.
    var isEmpty: Bool {
        if case .between(let from, let to) = self { return from.compareBytes(with: to) > 0 }
        return false
    }
}
