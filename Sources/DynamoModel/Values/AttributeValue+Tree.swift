import TreeCoding

extension AttributeValue: CodableTree {
    /// The value with this at its root; of members with the same name the last counts.
    public init(_ content: TreeContent<AttributeValue>) {
        self =
            switch content {
            case .null: .null
            case .bool(let value): .bool(value)
            case .text(let value): .s(value)
            case .whole(let value): .int(value)
            case .list(let elements): .l(elements)
            case .members(let members): .m(AttributeMap(members.map { ($0.name, $0.value) }))
            }
    }

    /// What is at the root; nil for sets, bytes, and numbers that are not whole or larger than an `Int`.
    public var content: TreeContent<AttributeValue>? {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .s(let value): .text(value)
        case .n(let number): number.int.map { .whole($0) }
        case .l(let elements): .list(elements)
        case .m(let members): .members(members.map { ($0.name, $0.value) })
        case .b, .ss, .ns, .bs: nil
        }
    }
}
