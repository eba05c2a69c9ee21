import JSONText
import TestSupport
import Lexi

/// Holds answers against an OpenAPI document: status, media type, body by its schema, and header fields.
///
/// It knows the part of JSON Schema that the document uses; a keyword that it does not know is a fault, so that nothing
/// goes unchecked.
struct OpenAPIChecker: Sendable {
    private struct Operation: Sendable {
        let method: String
        let segments: [String]
        let responses: JSONValue
    }

    private let operations: [Operation]
    /// The document's components.
    let schemas: JSONValue

    init(_ document: JSONValue) throws {
        guard case .object(let paths)? = document["paths"], let schemas = document["components"]?["schemas"] else {
            throw ClientError(description: "no OpenAPI document: \(document)")
        }
        self.schemas = schemas
        var operations: [Operation] = []
        for (path, item) in paths.members {
            guard case .object(let members) = item else { continue }
            for (method, operation) in members.members where method != "parameters" {
                operations.append(
                    Operation(
                        method: method.uppercased(), segments: Self.segments(path),
                        responses: operation["responses"] ?? .null))
            }
        }
        self.operations = operations
    }

    private static func segments(_ path: String) -> [String] {
        path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    /// What is wrong with an answer; nothing for paths that the document does not have.
    func faults(method: String, path: String, _ reply: Reply) -> [String] {
        let segments = Self.segments(path)
        let method = method == "HEAD" ? "GET" : method
        let matching = operations.filter { operation in
            operation.method == method && operation.segments.count == segments.count
                && zip(operation.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A literal path goes before one with a parameter, as in the router.
        let literal = matching.min { left, right in
            left.segments.count { $0.hasPrefix("{") } < right.segments.count { $0.hasPrefix("{") }
        }
        guard let operation = literal, ![405, 431].contains(reply.status) else { return [] }
        guard let response = operation.responses[String(reply.status)] else {
            return ["the document does not know status \(reply.status)"]
        }
        return contentFaults(response, reply) + headerFaults(response, reply)
    }

    private func contentFaults(_ response: JSONValue, _ reply: Reply) -> [String] {
        guard case .object(let content)? = response["content"] else {
            return reply.body.isEmpty ? [] : ["a body where the document has none"]
        }
        if reply["content-type"]?.hasSuffix("json") == true, let last = reply.body.last, last != UInt8(ascii: "\n") {
            return ["the body does not end its line"]
        }
        guard !reply.body.isEmpty else { return [] }
        guard let type = reply["content-type"], let schema = content[type]?["schema"] else {
            return ["the document does not know the media type \(reply["content-type"] ?? "none")"]
        }
        guard type.hasSuffix("json") else { return [] }
        return faults(reply.json, schema, "")
    }

    private func headerFaults(_ response: JSONValue, _ reply: Reply) -> [String] {
        guard case .object(let headers)? = response["headers"] else { return [] }
        return headers.names.filter { reply[$0.lowercased()] == nil }.map { "the header field \($0) is missing" }
    }
}

// MARK: - JSON Schema

extension OpenAPIChecker {
    private static let silent: Set<String> = ["description"]

    func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        guard case .object(let keywords) = schema else { return ["\(place): no schema"] }
        return keywords.members.flatMap { keyword(value, $0.name, $0.value, schema, place) }
    }

    private func keyword(
        _ value: JSONValue, _ name: String, _ rule: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        switch name {
        case "$ref":
            let component = rule.stringValue.map { String($0.dropFirst("#/components/schemas/".count)) } ?? ""
            guard let target = schemas[component] else { return ["\(place): no component \(component)"] }
            return faults(value, target, place)
        case "anyOf":
            let fits = (rule.arrayValue ?? []).contains { faults(value, $0, place).isEmpty }
            return fits ? [] : ["\(place): fits none of anyOf"]
        case "type":
            let types = rule.arrayValue?.compactMap(\.stringValue) ?? [rule.stringValue ?? ""]
            return types.contains { Self.isOf($0, value) } ? [] : ["\(place): is not \(rule)"]
        case "enum": return (rule.arrayValue ?? []).contains(value) ? [] : ["\(place): is not one of \(rule)"]
        case "properties", "required", "additionalProperties": return members(value, name, rule, schema, place)
        case "items":
            return (value.arrayValue ?? []).enumerated().flatMap { faults($1, rule, "\(place)/\($0)") }
        case "format": return Self.hasFormat(rule, value) ? [] : ["\(place): has not the format \(rule)"]
        case _ where Self.silent.contains(name): return []
        default: return bound(value, name, rule, place)
        }
    }

    private func members(
        _ value: JSONValue, _ name: String, _ rule: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        guard case .object(let object) = value else { return [] }
        switch name {
        case "required":
            return (rule.arrayValue ?? []).compactMap(\.stringValue).filter { object[$0] == nil }
                .map { "\(place): lacks \($0)" }
        case "properties":
            return object.members.flatMap { member in
                rule[member.name].map { faults(member.value, $0, "\(place)/\(member.name)") } ?? []
            }
        default:
            return object.names.filter { schema["properties"]?[$0] == nil }.map { "\(place): has \($0)" }
        }
    }

    private func bound(_ value: JSONValue, _ name: String, _ rule: JSONValue, _ place: String) -> [String] {
        guard let bound = rule.doubleValue else {
            guard name == "pattern", let pattern = rule.stringValue else {
                return ["\(place): unknown keyword \(name)"]
            }
            guard let text = value.stringValue else { return [] }
            let matches = (try? Regex(pattern).firstMatch(in: text)) ?? nil
            return matches == nil ? ["\(place): does not match \(pattern)"] : []
        }
        let holds: Bool? =
            switch name {
            case "minLength": value.stringValue.map { Double($0.unicodeScalars.count) >= bound }
            case "maxLength": value.stringValue.map { Double($0.unicodeScalars.count) <= bound }
            case "minimum": Self.number(value).map { $0 >= bound }
            case "maximum": Self.number(value).map { $0 <= bound }
            case "minItems": value.arrayValue.map { Double($0.count) >= bound }
            case "maxItems": value.arrayValue.map { Double($0.count) <= bound }
            default: false
            }
        return holds ?? true ? [] : ["\(place): breaks \(name) \(bound)"]
    }

    /// A number, also one beyond what a binary number holds.
    private static func number(_ value: JSONValue) -> Double? {
        guard case .number(let number) = value else { return nil }
        return value.doubleValue ?? Double(number.text)
    }

    private static func hasFormat(_ format: JSONValue, _ value: JSONValue) -> Bool {
        guard let text = value.stringValue else { return true }
        switch format {
        case "date-time": return Timestamp(rfc3339: text) != nil
        case "date": return LocalDay(text) != nil
        default: return false
        }
    }

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("string", .string), ("number", .number), ("boolean", .bool), ("array", .array), ("object", .object),
            ("null", .null):
            true
        case ("integer", .number(let number)): number.wholeInt != nil
        default: false
        }
    }
}
