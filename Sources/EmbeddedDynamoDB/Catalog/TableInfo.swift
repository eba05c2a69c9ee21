import DynamoModel

/// An index as it is stored: its definition and where its entries are.
struct IndexDefinition: Sendable, Equatable {
    var index: SecondaryIndex
    /// The number of its storage; never used twice in a file.
    var id: Int
    var isLocal: Bool
    /// False while it is being filled from the table.
    var isActive: Bool
    var throughputChanges = ThroughputChanges()
    /// Both members are set; nil for a local index.
    var warmThroughput: WarmThroughput?
}

/// A table as it is stored.
struct TableDefinition: Sendable, Equatable {
    var name: String
    /// The number of its storage; never used twice in a file.
    var id: Int
    var tableId: String
    var created: Double
    var attributeDefinitions: [AttributeDefinition]
    var keySchema: [KeySchemaElement]
    var indexes: [IndexDefinition]
    var billingMode: BillingMode
    var lastUpdateToPayPerRequest: Double?
    var throughput: ProvisionedThroughput
    var streamViewType: StreamViewType?
    var streamLabel: String?
    var deletionProtection: Bool
    var timeToLive: TimeToLive
    var tags: [String: String]
    var throughputChanges = ThroughputChanges()
    var onDemandThroughput: OnDemandThroughput?
    /// Both members are set.
    var warmThroughput: WarmThroughput
    var tableClass: TableClassSummary?
    var kmsMasterKeyArn: String?
}

/// One state of a table's definition with what is derived from it. A change makes a new one.
final class TableInfo: Sendable {
    let definition: TableDefinition
    let layout: KeyLayout
    /// Local indexes first.
    let indexes: [IndexInfo]
    /// In the order in which the service looks at them: of several that a value offends, the first is told.
    let indexesByName: [IndexInfo]

    init(_ definition: TableDefinition) {
        self.definition = definition
        let layout = KeyLayout(definition.keySchema, definition.attributeDefinitions)
        self.layout = layout
        indexes = definition.indexes.map { IndexInfo($0, base: layout, definition.attributeDefinitions) }
        indexesByName = indexes.sorted { $0.name.compareBytes(with: $1.name) < 0 }
    }

    var name: String { definition.name }
    var id: Int { definition.id }

    /// The index of this name.
    func index(named name: String) -> IndexInfo? { indexes.first { $0.name.hasSameBytes(as: name) } }

    /// Whether a write has to tell the size of its item collection when asked for it.
    var hasLocalIndexes: Bool { indexes.contains { $0.isLocal } }
}

/// An index with what is derived from its definition.
final class IndexInfo: Sendable {
    let definition: IndexDefinition
    let layout: KeyLayout
    private let base: KeyLayout
    /// The attributes that the index holds; nil for all.
    let projectedNames: [String]?

    init(_ definition: IndexDefinition, base: KeyLayout, _ definitions: [AttributeDefinition]) {
        self.definition = definition
        self.base = base
        let layout = KeyLayout(definition.index.keySchema, definitions)
        self.layout = layout
        let keys = Self.unique(base.parts.map(\.name) + layout.parts.map(\.name))
        switch definition.index.projection {
        case .all: projectedNames = nil
        case .keysOnly: projectedNames = keys
        case .include(let names): projectedNames = Self.unique(keys + names)
        }
    }

    private static func unique(_ names: [String]) -> [String] {
        var unique: [String] = []
        for name in names where !unique.contains(where: { $0.hasSameBytes(as: name) }) { unique.append(name) }
        return unique
    }

    var name: String { definition.index.indexName }
    var id: Int { definition.id }
    var isLocal: Bool { definition.isLocal }
    var isActive: Bool { definition.isActive }
    var isKeysOnly: Bool { definition.index.projection == .keysOnly }

    /// The key of the item's entry, or nil when the item is not in the index: it lacks a key attribute, or (written before the index
    /// was made) has one that cannot stand in a key.
    func entryKey(of item: Item, baseKey: KeyBytes) -> KeyBytes? {
        // Most items of a single-table design are in few indexes: the first missing attribute decides.
        guard let first = layout.hash.first, item[first.name] != nil, var key = layout.key(of: item) else {
            return nil
        }
        key.append(contentsOf: baseKey)
        return key
    }

    /// Whether two states of an item have the same entry key, without encoding it.
    func hasSameKey(_ old: Item, _ new: Item) -> Bool {
        for part in layout.hash where old[part.name] != new[part.name] { return false }
        for part in layout.range where old[part.name] != new[part.name] { return false }
        return true
    }

    /// Whether the item has all the index's key attributes.
    func holds(_ item: Item) -> Bool {
        for part in layout.hash {
            guard let value = item[part.name], part.accepts(value) else { return false }
        }
        for part in layout.range {
            guard let value = item[part.name], part.accepts(value) else { return false }
        }
        return true
    }

    /// What the index holds of an item.
    func project(_ item: Item) -> Item { projectedNames.map { item.projected(to: $0) } ?? item }

    /// The size of an item's entry by DynamoDB's counting.
    func entrySize(of item: Item, itemSize: Int) -> Int {
        guard let projectedNames else { return itemSize }
        return projectedNames.reduce(0) { size, name in
            size + (item[name].map { name.utf8.count + $0.attributeSize } ?? 0)
        }
    }

    /// Whether an attribute can be read from the index.
    func projects(_ name: String) -> Bool {
        projectedNames?.contains { $0.hasSameBytes(as: name) } ?? true
    }
}

/// All tables, in one consistent state.
struct Catalog: Sendable {
    private(set) var byName: [String: TableInfo] = [:]
    private(set) var byId: [Int: TableInfo] = [:]

    /// Adds a table, or a new state of one.
    mutating func set(_ table: TableInfo) {
        byName[table.name] = table
        byId[table.id] = table
    }

    /// Removes a table.
    mutating func remove(_ table: TableInfo) {
        byName[table.name] = nil
        byId[table.id] = nil
    }
}
