import DynamoModel

/// An item under construction.
struct ItemBuilder {
    private(set) var item = Item(capacity: Self.usualCount)

    /// Most items have no more attributes; a card has about twice as many.
    private static let usualCount = 16

    init(_ kind: ItemKind, version: Int) {
        item[TableAttribute.kind] = .s(kind.rawValue)
        if version > 1 { item[TableAttribute.version] = .int(version) }
    }

    /// The key of an entity in the table or in an index, if it has one there.
    mutating func set<Entity>(_ key: some DeclaredKey<Entity>, of entity: Entity) {
        guard let texts = key.texts(of: entity) else { return }
        item[key.index.partitionAttribute] = .s(texts.partition)
        item[key.index.sortAttribute] = .s(texts.sort)
    }

    mutating func set(_ name: String, _ value: String) { item[name] = .s(value) }
    mutating func set(_ name: String, _ value: Int) { item[name] = .int(value) }
    mutating func set(_ name: String, _ value: Bool) { item[name] = .bool(value) }
    mutating func set(_ name: String, _ value: Timestamp) { item[name] = .s(value.text) }
    mutating func set(_ name: String, _ values: [String]) { item[name] = .l(values.map { .s($0) }) }
    mutating func set(_ name: String, _ values: [Int]) { item[name] = .l(values.map { .int($0) }) }
    mutating func set(_ name: String, _ value: some Vocabulary) { item[name] = .s(value.rawValue) }
    mutating func set<Entity>(_ name: String, _ value: Identifier<Entity>) { item[name] = .s(value.text) }
    mutating func set(_ position: FeedPosition) {
        set("feed_time", position.time)
        set("feed_sequence", position.sequence)
    }

    mutating func set(_ name: String, ifPresent value: Int?) { if let value { set(name, value) } }
    mutating func set(_ name: String, ifPresent value: Timestamp?) { if let value { set(name, value) } }

    /// When the item expires, for the table's time to live.
    mutating func expire(at time: Timestamp?) {
        if let time { item[TableAttribute.timeToLive] = .int(Int(time.seconds)) }
    }
}
