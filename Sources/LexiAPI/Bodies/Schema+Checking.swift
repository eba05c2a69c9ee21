import JSONText
import Lexi

extension Schema {
    /// Collects what is wrong with a value: types and nulls, missing members, members that are unknown or not to be
    /// set.
    ///
    /// Lengths, ranges and patterns are the domain's rules, which it checks itself. It ends when no more errors are
    /// kept.
    func check(_ value: JSONValue, at pointer: String, into errors: inout FieldErrors) {
        if accepts(value) { return }
        switch (kind, value) {
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

    /// Whether nothing can be wrong with a value, and nothing has to be looked for within it.
    private func accepts(_ value: JSONValue) -> Bool {
        if isJudgedByHandler { return true }
        return switch (kind, value) {
        case (.any, _), (.text, .string), (.boolean, .bool), (.number, .number): true
        case (_, .null): isNullable
        case (.integer, .number(let number)): number.wholeInt != nil
        default: false
        }
    }

    private func checkMembers(
        of object: JSONObject, _ fields: [Field], at pointer: String, into errors: inout FieldErrors
    ) {
        for (name, value) in object.members {
            if errors.isFull { return }
            let field = fields.first { $0.name.utf8.elementsEqual(name.utf8) }
            if let field, field.schema.accepts(value) { continue }
            let place = pointer + "/" + Self.escaped(name)
            if let field {
                field.schema.check(value, at: place, into: &errors)
            } else if notSettable.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
                errors.add(place, "cannot be set here")
            } else if !isOpen {
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
        if case .number(let number) = value, number.wholeInt == nil { return "the number \(Quoted(number.text))" }
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
