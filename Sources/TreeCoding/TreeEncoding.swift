/// The encoder of one value of a tree. The protocols' methods for each type of number are met by the generic one.
final class TreeEncoding<Tree: CodableTree>: Encoder {
    private enum Content {
        case null
        case value(Tree)
        case list([TreeEncoding])
        case members([(name: String, value: TreeEncoding)])
    }

    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private var content = Content.null

    init(_ codingPath: [any CodingKey]) { self.codingPath = codingPath }

    /// What was encoded.
    var tree: Tree {
        switch content {
        case .null: Tree(.null)
        case .value(let tree): tree
        case .list(let elements): Tree(.list(elements.map(\.tree)))
        case .members(let members): Tree(.members(members.map { ($0.name, $0.value.tree) }))
        }
    }

    /// Puts a value here.
    func encode<Value: Encodable>(_ value: Value) throws {
        switch value {
        case let value as Bool: content = .value(Tree(.bool(value)))
        case let value as String: content = .value(Tree(.text(value)))
        case let value as any BinaryInteger:
            guard let whole = Int(exactly: value) else { throw unwritable(value) }
            content = .value(Tree(.whole(whole)))
        case let value as any BinaryFloatingPoint: throw unwritable(value)
        default: try value.encode(to: self)
        }
    }

    /// Puts a part here that is a tree already.
    func put(_ tree: Tree) { content = .value(tree) }

    private func unwritable(_ value: Any) -> EncodingError {
        .invalidValue(
            value, EncodingError.Context(codingPath: codingPath, debugDescription: "only whole numbers are stored"))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = content {} else { content = .members([]) }
        return KeyedEncodingContainer(TreeMembersEncoding(encoding: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list = content {} else { content = .list([]) }
        return TreeElementsEncoding(encoding: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { TreeValueEncoding(encoding: self) }

    fileprivate var count: Int { if case .list(let elements) = content { elements.count } else { 0 } }

    /// The encoding of a new member, in place of one of the same name.
    fileprivate func member(_ key: some CodingKey) -> TreeEncoding {
        let (name, member) = (key.stringValue, TreeEncoding(codingPath + [key]))
        guard case .members(var members) = content else { return member }
        content = .null
        if let place = members.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
            members[place].value = member
        } else {
            members.append((name, member))
        }
        content = .members(members)
        return member
    }

    /// The encoding of a new element.
    fileprivate func element() -> TreeEncoding {
        let element = TreeEncoding(codingPath + [TreeKey(intValue: count)])
        guard case .list(var elements) = content else { return element }
        content = .null
        elements.append(element)
        content = .list(elements)
        return element
    }
}

private struct TreeMembersEncoding<Tree: CodableTree, Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoding: TreeEncoding<Tree>
    var codingPath: [any CodingKey] { encoding.codingPath }

    func encodeNil(forKey key: Key) { _ = encoding.member(key) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoding.member(key).encode(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { encoding.member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoding.member(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoding.member(TreeKey.superclass) }
    func superEncoder(forKey key: Key) -> any Encoder { encoding.member(key) }
}

private struct TreeElementsEncoding<Tree: CodableTree>: UnkeyedEncodingContainer {
    let encoding: TreeEncoding<Tree>
    var codingPath: [any CodingKey] { encoding.codingPath }
    var count: Int { encoding.count }

    func encodeNil() { _ = encoding.element() }
    func encode<Value: Encodable>(_ value: Value) throws { try encoding.element().encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoding.element().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoding.element().unkeyedContainer() }
    func superEncoder() -> any Encoder { encoding.element() }
}

private struct TreeValueEncoding<Tree: CodableTree>: SingleValueEncodingContainer {
    let encoding: TreeEncoding<Tree>
    var codingPath: [any CodingKey] { encoding.codingPath }

    func encodeNil() {}
    func encode<Value: Encodable>(_ value: Value) throws { try encoding.encode(value) }
}
