import DynamoModel
import JSONText

/// Walks once over the JSON: throws at the first wrong type and says whether all constraints hold, so that the ordinary
/// request costs one walk and no text.
enum TypeCheck {
    /// Where a value stands, which the messages distinguish.
    enum Place {
        case member
        case element
    }

    static func accepts(_ value: JSONValue, _ shape: Shape, _ place: Place) throws(DynamoDBError) -> Bool {
        switch shape.kind {
        case .attributeValue:
            try attributeValue(value, place)
            return true
        case .string: return shape.holds(try string(value))
        case .tableName:
            let text = try string(value)
            return Shape.ofTable(text).holds(text)
        case .integer, .long, .double, .timestamp: return shape.isWithin(try number(value, shape.kind))
        case .boolean:
            try boolean(value)
            return true
        case .blob:
            try blob(value)
            return true
        case .list(let element): return try list(value, element, shape)
        case .map(let key, let element): return try map(value, key, element, shape, place)
        case .structure(let name, let members): return try structure(value, name, members, place)
        }
    }

    private static func list(_ value: JSONValue, _ element: Shape, _ shape: Shape) throws(DynamoDBError) -> Bool {
        let elements = try array(value)
        var holds = shape.isWithin(elements.count)
        for value in elements where !value.isNull {
            if try !accepts(value, element, .element) { holds = false }
        }
        return holds
    }

    private static func map(
        _ value: JSONValue, _ key: Shape, _ element: Shape, _ shape: Shape, _ place: Place
    ) throws(DynamoDBError) -> Bool {
        let object = try object(value, place, collection: "java.util.Map<java.lang.String, \(element.javaName)>")
        var holds = shape.isWithin(object.count)
        for (name, value) in object.members {
            if try !accepts(.string(name), key, .element) { holds = false }
            guard !value.isNull else { continue }
            if try !accepts(value, element, .element) { holds = false }
        }
        return holds
    }

    private static func structure(
        _ value: JSONValue, _ name: String, _ members: [Shape.Member], _ place: Place
    ) throws(DynamoDBError) -> Bool {
        let object = try object(value, place, collection: "class com.amazonaws.dynamodb.v20120810.\(name)")
        var holds = true
        var required = 0
        for (name, value) in object.members where !value.isNull {
            // Members that the model does not have are ignored, as the service does.
            guard let member = members.first(where: { $0.name.hasSameBytes(as: name) }) else { continue }
            if member.isRequired { required += 1 }
            if try !accepts(value, member.shape, .member) { holds = false }
        }
        return holds && required == members.count(where: \.isRequired)
    }
}

// MARK: - Scalars

extension TypeCheck {
    static let structureFound = "Start of structure or map found where not expected"

    static func string(_ value: JSONValue) throws(DynamoDBError) -> String {
        if case .string(let text) = value { return text }
        throw mismatch(value, "String", java: "java.lang.String")
    }

    static func array(_ value: JSONValue) throws(DynamoDBError) -> [JSONValue] {
        switch value {
        case .array(let elements): return elements
        case .object: throw .wireType(structureFound)
        default: throw .wireType("Unexpected field type")
        }
    }

    static func object(
        _ value: JSONValue, _ place: Place, collection: @autoclosure () -> String
    ) throws(DynamoDBError) -> JSONObject {
        switch value {
        case .object(let object): return object
        case .array: throw .wireType("Unrecognized collection type \(collection())")
        default: throw .wireType(place == .member ? "Unexpected field type" : "Unexpected value type in payload")
        }
    }

    /// Any number will do: fractions are cut off, and what does not fit is the greatest that does.
    private static func number(_ value: JSONValue, _ kind: Shape.Kind) throws(DynamoDBError) -> Int {
        if case .number(let number) = value { return WireObject.integer(number) }
        let name =
            switch kind {
            case .integer: "Integer"
            case .long: "Long"
            case .timestamp: "Date"
            default: "Double"
            }
        throw mismatch(value, name, java: "java.lang.\(name)")
    }

    private static func boolean(_ value: JSONValue) throws(DynamoDBError) {
        switch value {
        case .bool: return
        case .string(let text) where WireObject.truth(text) != nil: return
        case .string: throw .wireType("Unexpected token received from parser")
        default: throw mismatch(value, "Boolean", java: "java.lang.Boolean")
        }
    }

    static func blob(_ value: JSONValue) throws(DynamoDBError) {
        switch value {
        case .string(let text): try WireBlob.check(text)
        case .array: throw .wireType("Unrecognized collection type class java.nio.ByteBuffer")
        case .object: throw .wireType(structureFound)
        default: throw .wireType("only base-64-encoded strings are convertible to bytes")
        }
    }

    private static func mismatch(_ value: JSONValue, _ name: String, java: String) -> DynamoDBError {
        let token =
            switch value {
            case .bool(let truth): truth ? "TRUE_VALUE" : "FALSE_VALUE"
            case .number(let number):
                number.text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") })
                    ? "DECIMAL_VALUE" : "NUMBER_VALUE"
            case .string: "STRING_VALUE"
            case .array: ""
            case .object, .null: ""
            }
        if case .array = value { return .wireType("Unrecognized collection type class \(java)") }
        if case .object = value { return .wireType(structureFound) }
        return .wireType("\(token) cannot be converted to \(name)")
    }

    /// The types within an attribute value. How deep it goes is bounded by the JSON parser.
    static func attributeValue(_ value: JSONValue, _ place: Place) throws(DynamoDBError) {
        let members = try object(value, place, collection: "class com.amazonaws.dynamodb.v20120810.AttributeValue")
        for (name, value) in members.members where !value.isNull {
            switch name {
            case "S", "N": _ = try string(value)
            case "B": try blob(value)
            case "BOOL", "NULL": try boolean(value)
            case "M":
                let type = "java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>"
                for member in try object(value, .member, collection: type).members where !member.value.isNull {
                    try attributeValue(member.value, .element)
                }
            case "L": for element in try array(value) where !element.isNull { try attributeValue(element, .element) }
            case "SS", "NS": for element in try array(value) where !element.isNull { _ = try string(element) }
            case "BS": for element in try array(value) where !element.isNull { try blob(element) }
            default: continue
            }
        }
    }
}
