import TreeCoding

extension JSONValue: CodableTree {
    /// The value with this at its root; of members with the same name the last counts.
    public init(_ content: TreeContent<JSONValue>) {
        switch content {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .text(let value): self = .string(value)
        case .whole(let value): self = .number(JSONNumber(value))
        case .list(let elements): self = .array(elements)
        case .members(let members):
            var object = JSONObject()
            for (name, value) in members { object[name] = value }
            self = .object(object)
        }
    }

    /// What is at the root; nil for numbers that are not whole or larger than an `Int`.
    public var content: TreeContent<JSONValue>? {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .string(let value): .text(value)
        case .number(let number): number.int.map { .whole($0) }
        case .array(let elements): .list(elements)
        case .object(let object): .members(object.members)
        }
    }
}
