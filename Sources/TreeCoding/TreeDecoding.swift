/// The decoder of one value of a tree. The protocols' methods for each type of number are met by the generic one.
struct TreeDecoding<Tree: CodableTree>: Decoder {
    let tree: Tree
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ tree: Tree, _ codingPath: [any CodingKey]) { (self.tree, self.codingPath) = (tree, codingPath) }

    /// The value that is here.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let found: Any?
        switch (type, tree.content) {
        case (is Bool.Type, .bool(let value)?): found = value
        case (is String.Type, .text(let value)?): found = value
        case (let type as any FixedWidthInteger.Type, .whole(let value)?): found = type.init(exactly: value)
        case (is Bool.Type, _), (is String.Type, _), (is any Numeric.Type, _): found = nil
        default: return try Value(from: self)
        }
        guard let value = found as? Value else { throw mismatch(type) }
        return value
    }

    var isNull: Bool { if case .null? = tree.content { true } else { false } }

    func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, DecodingError.Context(codingPath: codingPath, debugDescription: "another type is here"))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .members(let members)? = tree.content else { throw mismatch([String: Tree].self) }
        return KeyedDecodingContainer(TreeMembersDecoding(members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let elements)? = tree.content else { throw mismatch([Tree].self) }
        return TreeElementsDecoding(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { TreeValueDecoding(decoding: self) }
}

private struct TreeMembersDecoding<Tree: CodableTree, Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [(name: String, value: Tree)]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

    private func find(_ key: some CodingKey) -> TreeDecoding<Tree>? {
        let name = key.stringValue
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }.map {
            TreeDecoding($0.value, codingPath + [key])
        }
    }

    private func member(_ key: some CodingKey) throws -> TreeDecoding<Tree> {
        guard let member = find(key) else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: codingPath, debugDescription: "\(key.stringValue) is missing"))
        }
        return member
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try member(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try member(TreeKey.superclass) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

private struct TreeElementsDecoding<Tree: CodableTree>: UnkeyedDecodingContainer {
    let elements: [Tree]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(elements: [Tree], codingPath: [any CodingKey]) { (self.elements, self.codingPath) = (elements, codingPath) }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    /// The next element, which counts as read.
    private mutating func next() throws -> TreeDecoding<Tree> {
        let path = codingPath + [TreeKey(intValue: currentIndex)]
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Tree.self, DecodingError.Context(codingPath: path, debugDescription: "the list ends before"))
        }
        defer { currentIndex += 1 }
        return TreeDecoding(elements[currentIndex], path)
    }

    mutating func decodeNil() throws -> Bool {
        var ahead = self
        guard try ahead.next().isNull else { return false }
        self = ahead
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

private struct TreeValueDecoding<Tree: CodableTree>: SingleValueDecodingContainer {
    let decoding: TreeDecoding<Tree>
    var codingPath: [any CodingKey] { decoding.codingPath }

    func decodeNil() -> Bool { decoding.isNull }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoding.decode(type) }
}
