import JSONText

/// A filter of events: a JSON object in which each leaf is a list of what a value may be.
///
/// Matchers are exact values, `null`, `prefix`, `suffix`, `equals-ignore-case`, `anything-but` (values, or one of the
/// former), `numeric`, `exists`, and `$or` between members. Source: Lambda's developer guide, "Control which events
/// Lambda sends to your function".
public struct FilterPattern: Sendable, Equatable {
    private let pattern: JSONObject

    /// The deepest pattern.
    private static let depth = 32
    private static let alternatives = "$or"

    /// Reads a pattern.
    ///
    /// - Throws: ``ConsumerError`` that says what is wrong with it.
    public init(_ text: String) throws(ConsumerError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(
                Array(text.utf8), limits: JSONLimits(maximumDepth: Self.depth, maximumBytes: 65_536))
        } catch {
            throw .badFilter("\(error)")
        }
        guard let pattern = value.objectValue else { throw .badFilter("it is not a JSON object") }
        try Self.check(pattern)
        self.pattern = pattern
    }

    private static func check(_ pattern: JSONObject) throws(ConsumerError) {
        for (name, value) in pattern.members {
            switch value {
            case .object(let inner): try check(inner)
            case .array(let rules) where name == alternatives:
                guard !rules.isEmpty else { throw .badFilter("the list of '$or' is empty") }
                for rule in rules {
                    guard let inner = rule.objectValue else { throw .badFilter("'$or' holds what is not an object") }
                    try check(inner)
                }
            case .array(let rules):
                guard !rules.isEmpty else { throw .badFilter("the list of '\(name)' is empty") }
                for rule in rules { try check(rule, name) }
            default: throw .badFilter("'\(name)' has neither a list nor an object")
            }
        }
    }

    private static func check(_ rule: JSONValue, _ name: String) throws(ConsumerError) {
        guard case .object(let object) = rule else {
            if case .array = rule { throw .badFilter("'\(name)' holds a list in a list") }
            return
        }
        guard object.count == 1, let (kind, operand) = object.members.first.map({ ($0.name, $0.value) }) else {
            throw .badFilter("a rule of '\(name)' has to have one member")
        }
        let isSound =
            switch kind {
            case "prefix", "suffix", "equals-ignore-case": operand.stringValue != nil
            case "exists": operand.boolValue != nil
            case "numeric": bounds(operand) != nil
            case "anything-but": try isSound(exceptions: operand, name)
            default: false
            }
        guard isSound else { throw .badFilter("'\(kind)' of '\(name)' is not a rule that is known") }
    }

    /// What `anything-but` leaves out: a value, values, or rules of a value.
    private static func isSound(exceptions: JSONValue, _ name: String) throws(ConsumerError) -> Bool {
        let rules = exceptions.arrayValue ?? [exceptions]
        for rule in rules {
            try check(rule, name)
            guard let kind = rule.objectValue?.members.first?.name else { continue }
            guard kind != "exists" && kind != "anything-but" else { return false }
        }
        return !rules.isEmpty && !exceptions.isNull
    }

    // MARK: Matching

    /// Whether an event matches.
    func matches(_ event: JSONValue) -> Bool { Self.matches(pattern, event) }

    private static func matches(_ pattern: JSONObject, _ value: JSONValue?) -> Bool {
        pattern.members.allSatisfy { name, rule in
            switch rule {
            case .array(let rules) where name == alternatives:
                rules.contains { $0.objectValue.map { matches($0, value) } ?? false }
            case .array(let rules): matches(rules, value?[name])
            case .object(let inner): matches(inner, value?[name])
            default: false
            }
        }
    }

    private static func matches(_ rules: [JSONValue], _ value: JSONValue?) -> Bool {
        // Of a list one element has to match.
        let values: [JSONValue?] = value?.arrayValue.map { $0.map(Optional.some) } ?? [value]
        return rules.contains { rule in values.contains { matches(rule, $0) } }
    }

    private static func matches(_ rule: JSONValue, _ value: JSONValue?) -> Bool {
        guard case .object(let object) = rule, let (kind, operand) = object.members.first.map({ ($0.name, $0.value) })
        else { return value.map { isSame(rule, $0) } ?? false }
        switch kind {
        case "exists": return (value != nil) == operand.boolValue
        case "prefix":
            return value?.stringValue.map { $0.utf8.starts(with: (operand.stringValue ?? "").utf8) } ?? false
        case "suffix":
            return value?.stringValue.map {
                $0.utf8.reversed().starts(with: (operand.stringValue ?? "").utf8.reversed())
            } ?? false
        case "equals-ignore-case": return value?.stringValue?.lowercased() == operand.stringValue?.lowercased()
        case "numeric": return value?.doubleValue.map { isWithin($0, operand) } ?? false
        case "anything-but":
            guard let value else { return false }
            let refused = operand.arrayValue ?? [operand]
            return !refused.contains { matches($0, value) }
        default: return false
        }
    }

    /// Numbers are the same when their values are.
    private static func isSame(_ rule: JSONValue, _ value: JSONValue) -> Bool {
        if let left = rule.doubleValue, let right = value.doubleValue { return left == right }
        return rule == value
    }

    /// `["=", 5]`, or one or two of `<`, `<=`, `>`, `>=` with their numbers.
    private static func bounds(_ operand: JSONValue) -> [(sign: String, number: Double)]? {
        guard let words = operand.arrayValue, words.count == 2 || words.count == 4 else { return nil }
        var bounds: [(sign: String, number: Double)] = []
        for position in stride(from: 0, to: words.count, by: 2) {
            guard let sign = words[position].stringValue, ["=", "<", "<=", ">", ">="].contains(sign),
                let number = words[position + 1].doubleValue
            else { return nil }
            bounds.append((sign, number))
        }
        return bounds
    }

    private static func isWithin(_ value: Double, _ operand: JSONValue) -> Bool {
        (bounds(operand) ?? []).allSatisfy { bound in
            switch bound.sign {
            case "<": value < bound.number
            case "<=": value <= bound.number
            case ">": value > bound.number
            case ">=": value >= bound.number
            default: value == bound.number
            }
        }
    }
}
