import DynamoExpressions
import DynamoModel

/// Whether a condition holds of an item.
func holds(
    _ text: String, _ item: Item = [:], values: [String: AttributeValue]? = nil, names: [String: String]? = nil
) throws(DynamoDBError) -> Bool {
    var expressions = RequestExpressions(ExpressionParameters(names: names, values: values))
    let condition = try expressions.condition(text)
    try expressions.finish()
    return condition.holds(for: item)
}

/// The item after an update of a table with the key `pk`.
func updated(
    _ item: Item, _ text: String, values: [String: AttributeValue]? = nil, names: [String: String]? = nil
) throws(DynamoDBError) -> Item {
    var expressions = RequestExpressions(ExpressionParameters(names: names, values: values))
    let update = try expressions.update(text, keyAttributes: ["pk"])
    try expressions.finish()
    return try update.apply(to: item)
}

/// The projected item.
func projected(_ item: Item, _ text: String, names: [String: String]? = nil) throws(DynamoDBError) -> Item {
    var expressions = RequestExpressions(ExpressionParameters(names: names))
    let paths = try expressions.projection(text)
    try expressions.finish()
    return paths.project(item)
}

/// The message of the validation error that `body` throws; nil when it throws none.
func message(_ body: () throws(DynamoDBError) -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return error.code == .validation ? error.message : "\(error)"
    }
}

/// The message with which a condition is refused.
func conditionFault(
    _ text: String, values: [String: AttributeValue]? = nil, names: [String: String]? = nil
) -> String? {
    message { () throws(DynamoDBError) in
        var expressions = RequestExpressions(ExpressionParameters(names: names, values: values))
        _ = try expressions.condition(text)
    }
}

/// The message with which an update is refused before it meets an item.
func updateFault(
    _ text: String, values: [String: AttributeValue]? = nil, names: [String: String]? = nil
) -> String? {
    message { () throws(DynamoDBError) in
        var expressions = RequestExpressions(ExpressionParameters(names: names, values: values))
        _ = try expressions.update(text, keyAttributes: ["pk"])
    }
}

/// A set of texts, which are different.
func ss(_ elements: String...) throws -> AttributeValue { .ss(try AttributeSet(elements)) }

/// A set of numbers, which are different.
func ns(_ elements: DynamoNumber...) throws -> AttributeValue { .ns(try AttributeSet(elements)) }

/// A random source that gives the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[int(0...choices.count - 1)] }

    /// A text with one to six changes: a character replaced by a piece, a piece put in, or some characters left out.
    mutating func mutated(_ text: String, with pieces: [String]) -> String {
        var text = text.unicodeScalars.map(String.init)
        for _ in 0..<int(1...6) {
            let place = int(0...text.count - 1)
            switch int(0...2) {
            case 0: text[place] = pick(pieces)
            case 1: text.insert(pick(pieces), at: place)
            default: text.removeSubrange(place..<min(place + int(1...5), text.count))
            }
            if text.isEmpty { text = ["a"] }
        }
        return text.joined()
    }
}
