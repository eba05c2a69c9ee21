// DynamoDB's own counting of bytes, which its limits and capacity units are based on.
// Source: Developer Guide, "DynamoDB item sizes and formats".

extension AttributeMap {
    /// The size of an item in bytes: names and values.
    public var itemSize: Int {
        var size = 0
        // In place: taking the members out one by one would count references.
        for index in members.indices { size += members[index].name.utf8.count + members[index].value.attributeSize }
        return size
    }
}

extension AttributeValue {
    /// A map or list costs this much before its contents.
    public static let containerOverhead = 3
    /// Each member of a map or list costs this much besides its contents.
    public static let memberOverhead = 1

    /// The size of the value in bytes.
    public var attributeSize: Int {
        switch self {
        case .s(let value): value.attributeSize
        case .n(let value): value.attributeSize
        case .b(let value): value.count
        case .bool, .null: 1
        case .m(let map):
            map.reduce(Self.containerOverhead) {
                $0 + Self.memberOverhead + $1.name.utf8.count + $1.value.attributeSize
            }
        case .l(let list): list.reduce(Self.containerOverhead) { $0 + Self.memberOverhead + $1.attributeSize }
        case .ss(let set): set.elements.reduce(0) { $0 + $1.attributeSize }
        case .ns(let set): set.elements.reduce(0) { $0 + $1.attributeSize }
        case .bs(let set): set.elements.reduce(0) { $0 + $1.attributeSize }
        }
    }
}
