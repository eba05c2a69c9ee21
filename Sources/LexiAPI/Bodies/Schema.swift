import JSONText
import Lexi

/// The form of a JSON value: what a body must look like and what an answer does look like.
///
/// One declaration serves three: the reader of bodies checks types and names by it, the OpenAPI document is written
/// from it (JSON Schema 2020-12), and the tests hold real answers against that document.
struct Schema: Sendable {
    /// What kind of value it is.
    indirect enum Kind: Sendable {
        case text
        case integer
        case number
        case boolean
        case array(of: Schema)
        case object([Field])
        /// A schema that is declared under a name.
        case component(String)
        /// Anything.
        case any
    }

    /// A member of an object.
    struct Field: Sendable {
        var name: String
        var schema: Schema
        var isRequired: Bool
    }

    var kind: Kind
    /// Further keywords, as they stand in the document.
    var keywords: [(name: String, value: JSONValue)] = []
    /// Whether `null` is possible as well; in a merge patch: whether the field can be reset.
    var isNullable = false
    /// Whether an object may have members besides its fields.
    var isOpen = false
    /// Names that exist in the resource but which the caller may not set; only for a better message.
    var notSettable: [String] = []
    var description: String?
    /// Whether the reader of bodies leaves it to the handler to say what is wrong: with each element of a list, for
    /// example, by itself.
    var isJudgedByHandler = false
}

// MARK: - Declaring

extension Schema {
    static let boolean = Schema(kind: .boolean)
    static let any = Schema(kind: .any)

    static func text(_ length: ClosedRange<Int>? = nil, format: String? = nil, pattern: String? = nil) -> Schema {
        var schema = Schema(kind: .text)
        if let length {
            if length.lowerBound > 0 { schema.keywords.append(("minLength", .number(JSONNumber(length.lowerBound)))) }
            schema.keywords.append(("maxLength", .number(JSONNumber(length.upperBound))))
        }
        if let format { schema.keywords.append(("format", .string(format))) }
        if let pattern { schema.keywords.append(("pattern", .string(pattern))) }
        return schema
    }

    static func oneOf(_ values: [String]) -> Schema {
        Schema(kind: .text, keywords: [("enum", .array(values.map { .string($0) }))])
    }

    static func integer(_ minimum: Int? = nil, _ maximum: Int? = nil) -> Schema {
        var schema = Schema(kind: .integer)
        if let minimum { schema.keywords.append(("minimum", .number(JSONNumber(minimum)))) }
        if let maximum { schema.keywords.append(("maximum", .number(JSONNumber(maximum)))) }
        return schema
    }

    static let number = Schema(kind: .number)

    static func number(_ minimum: Double, _ maximum: Double) -> Schema {
        var schema = number
        for (name, value) in [("minimum", minimum), ("maximum", maximum)] {
            if let number = JSONNumber(text: "\(value)") { schema.keywords.append((name, .number(number))) }
        }
        return schema
    }

    static func array(_ element: Schema, _ count: ClosedRange<Int>? = nil) -> Schema {
        var schema = Schema(kind: .array(of: element))
        if let count {
            schema.keywords = [
                ("minItems", .number(JSONNumber(count.lowerBound))),
                ("maxItems", .number(JSONNumber(count.upperBound))),
            ]
        }
        return schema
    }

    static func object(_ fields: [Field], notSettable: [String] = []) -> Schema {
        Schema(kind: .object(fields), notSettable: notSettable)
    }

    static func component(_ name: String) -> Schema { Schema(kind: .component(name)) }

    /// The same form, or `null`.
    var nullable: Schema {
        var schema = self
        schema.isNullable = true
        return schema
    }

    /// The same object, which may have further members.
    var open: Schema {
        var schema = self
        schema.isOpen = true
        return schema
    }

    /// The same form, of which the handler says itself what is wrong.
    var judgedByHandler: Schema {
        var schema = self
        schema.isJudgedByHandler = true
        return schema
    }

    /// The same form with words about it.
    func described(_ text: String) -> Schema {
        var schema = self
        schema.description = text
        return schema
    }
}

extension Schema.Field {
    static func required(_ name: String, _ schema: Schema) -> Self {
        Self(name: name, schema: schema, isRequired: true)
    }
    static func optional(_ name: String, _ schema: Schema) -> Self {
        Self(name: name, schema: schema, isRequired: false)
    }
}
