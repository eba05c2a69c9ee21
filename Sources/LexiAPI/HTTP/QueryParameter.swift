import JSONText
import Lexi

/// A query parameter that a route takes.
struct QueryParameter: Sendable {
    /// What values it has.
    enum Kind: Sendable {
        /// An integer within bounds.
        case integer(ClosedRange<Int>)
        /// A cursor that the service gave out.
        case cursor
        /// A text of so many code points.
        case text(ClosedRange<Int>)
        /// One of some words.
        case choice([String])
        /// `true` or `false`.
        case boolean
        /// A day, `yyyy-mm-dd`.
        case day
        /// A moment of RFC 3339.
        case time
    }

    var name: String
    var kind: Kind
    var description: String
    /// Whether the call needs it; see ``QueryValues/required(_:)``.
    var isRequired = false

    /// How many items a page of a list holds.
    static let limit = QueryParameter(
        name: "limit", kind: .integer(1...100), description: "How many items at most; 20 when left out.")
    /// Where a list goes on.
    static let cursor = QueryParameter(
        name: "cursor", kind: .cursor, description: "The `next_cursor` of the page before, with the same filters.")
    static let paging = [limit, cursor]
    static let defaultLimit = 20

    /// The value as it must be, or what is wrong with it.
    func read(_ value: [UInt8]) throws(Problem) -> QueryValue {
        guard let text = String(validating: value, as: UTF8.self) else {
            throw .badParameter(name, "is not UTF-8")
        }
        switch kind {
        case .integer(let range):
            guard let number = Self.integer(text), range.contains(number) else {
                throw .badParameter(name, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
            }
            return .integer(number)
        case .cursor: return .text(text)
        case .text(let length):
            guard length.contains(text.unicodeScalars.count) else {
                throw .badParameter(name, "must have \(length.lowerBound) to \(length.upperBound) characters")
            }
            return .text(text)
        case .choice(let words):
            guard words.contains(where: { $0.utf8.elementsEqual(value) }) else {
                throw .badParameter(name, "must be one of \(words.joined(separator: ", "))")
            }
            return .text(text)
        case .boolean:
            guard text == "true" || text == "false" else { throw .badParameter(name, "must be true or false") }
            return .boolean(text == "true")
        case .day:
            guard let day = LocalDay(text) else { throw .badParameter(name, "must be a day, yyyy-mm-dd") }
            return .day(day)
        case .time:
            guard let moment = Timestamp(rfc3339: text) else {
                throw .badParameter(name, "must be a time of RFC 3339, like 2026-05-02T10:30:00Z")
            }
            return .time(moment)
        }
    }

    /// An integer in any spelling that the document's `integer` allows, and with leading zeros.
    private static func integer(_ text: String) -> Int? {
        if (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int(text) }
        return JSONNumber(text: text)?.wholeInt
    }

    /// The parameter as it stands in the OpenAPI document.
    var document: JSONValue {
        let schema: JSONValue =
            switch kind {
            case .integer(let range):
                [
                    "type": "integer", "minimum": .number(JSONNumber(range.lowerBound)),
                    "maximum": .number(JSONNumber(range.upperBound)),
                ]
            case .cursor: ["type": "string", "minLength": 1]
            case .text(let length):
                [
                    "type": "string", "minLength": .number(JSONNumber(length.lowerBound)),
                    "maxLength": .number(JSONNumber(length.upperBound)),
                ]
            case .choice(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
            case .boolean: ["type": "boolean"]
            case .day: ["type": "string", "format": "date"]
            case .time: ["type": "string", "format": "date-time"]
            }
        return [
            "name": .string(name), "in": "query", "required": .bool(isRequired), "description": .string(description),
            "schema": schema,
        ]
    }
}
