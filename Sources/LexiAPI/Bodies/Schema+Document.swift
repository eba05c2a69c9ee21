import JSONText
import Lexi

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
        case .object(let fields): Self.describe(fields, isOpen: isOpen, in: &members)
        default: break
        }
        return .object(members)
    }

    private static func describe(_ fields: [Field], isOpen: Bool, in members: inout JSONObject) {
        var properties: JSONObject = [:]
        for field in fields { properties[field.name] = field.schema.document }
        members["properties"] = .object(properties)
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members["required"] = .array(required) }
        if !isOpen { members["additionalProperties"] = false }
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
