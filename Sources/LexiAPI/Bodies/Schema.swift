import JSONText
import Lexi

/// The form of a JSON value: what a body must look like and what an answer does look like.
///
/// One declaration serves three: the reader of bodies checks types and names by it, the OpenAPI document is written from it
/// (JSON Schema 2020-12), and the tests hold real answers against that document.
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
    /// Names that exist in the resource but which the caller may not set; only for a better message.
    var notSettable: [String] = []
    var description: String?
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

// MARK: - Checking

extension Schema {
    /// Collects what is wrong with a value: types, missing members, members that are unknown or not to be set.
    ///
    /// Lengths, ranges and patterns are the domain's rules, which it checks itself. It ends when no more errors are kept.
    func check(_ value: JSONValue, at pointer: String, into errors: inout FieldErrors) {
        switch (kind, value) {
        case (.text, .string), (.boolean, .bool), (.number, .number), (.any, _): return
        case (.integer, .number(let number)) where number.int != nil: return
        case (.array(let element), .array(let values)):
            for (index, value) in values.enumerated() {
                if errors.isFull { return }
                element.check(value, at: "\(pointer)/\(index)", into: &errors)
            }
        case (.object(let fields), .object(let object)):
            checkMembers(of: object, fields, at: pointer, into: &errors)
        default:
            errors.add(pointer, "must be \(expectation), not \(Self.kindName(of: value))")
        }
    }

    private func checkMembers(
        of object: JSONObject, _ fields: [Field], at pointer: String, into errors: inout FieldErrors
    ) {
        for (name, value) in object.members {
            if errors.isFull { return }
            let place = pointer + "/" + Self.escaped(name)
            if let field = fields.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                // Whether null resets the field or is refused is a rule of the domain.
                if !value.isNull { field.schema.check(value, at: place, into: &errors) }
            } else if notSettable.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
                errors.add(place, "cannot be set here")
            } else {
                errors.add(place, "is not a field of this call")
            }
        }
        for field in fields where field.isRequired && object[field.name] == nil {
            errors.add(pointer + "/" + field.name, "is required")
        }
    }

    private var expectation: String {
        let name =
            switch kind {
            case .text: "a string"
            case .integer: "an integer"
            case .number: "a number"
            case .boolean: "a boolean"
            case .array: "an array"
            case .object, .component: "an object"
            case .any: "a value"
            }
        return isNullable ? name + " or null" : name
    }

    private static func kindName(of value: JSONValue) -> String {
        if case .number(let number) = value, number.int == nil { return "the number \(Quoted(number.text))" }
        return value.kindDescription
    }

    /// A reference token of a JSON Pointer (RFC 6901, section 3), at a length that suits a message.
    static func escaped(_ name: String) -> String {
        var token = ""
        for scalar in name.unicodeScalars.prefix(100) {
            switch scalar {
            case "~": token += "~0"
            case "/": token += "~1"
            default: token.unicodeScalars.append(scalar)
            }
        }
        return token
    }
}

// MARK: - Describing

extension Schema {
    /// The schema as it stands in the OpenAPI document.
    var document: JSONValue {
        if case .component(let name) = kind {
            let reference: JSONValue = ["$ref": .string("#/components/schemas/\(name)")]
            return isNullable ? ["anyOf": [reference, ["type": "null"]]] : reference
        }
        var members: JSONObject = [:]
        if let type = typeName { members["type"] = isNullable ? [.string(type), "null"] : .string(type) }
        if let description { members["description"] = .string(description) }
        for (name, value) in keywords {
            // `enum` holds for null too (JSON Schema, validation, 6.1.2).
            if name == "enum", isNullable, case .array(let values) = value {
                members[name] = .array(values + [.null])
            } else {
                members[name] = value
            }
        }
        switch kind {
        case .array(let element): members["items"] = element.document
        case .object(let fields): Self.describe(fields, in: &members)
        default: break
        }
        return .object(members)
    }

    private static func describe(_ fields: [Field], in members: inout JSONObject) {
        var properties: JSONObject = [:]
        for field in fields { properties[field.name] = field.schema.document }
        members["properties"] = .object(properties)
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members["required"] = .array(required) }
        members["additionalProperties"] = false
    }

    private var typeName: String? {
        switch kind {
        case .text: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .array: "array"
        case .object: "object"
        case .component, .any: nil
        }
    }
}
