import DynamoModel

/// An index with what is derived from its definition.
package final class IndexInfo: Sendable {
    package let definition: IndexDefinition
    package let layout: KeyLayout
    private let base: KeyLayout
    /// The attributes that the index holds; nil for all.
    package let projectedNames: [String]?

    package init(_ definition: IndexDefinition, base: KeyLayout, _ definitions: [AttributeDefinition]) {
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

    package var name: String { definition.index.indexName }
    package var id: Int { definition.id }
    package var isLocal: Bool { definition.isLocal }
    package var isActive: Bool { definition.isActive }
    package var isKeysOnly: Bool { definition.index.projection == .keysOnly }

    /// The key of the item's entry, or nil when the item is not in the index: it lacks a key attribute, or (written
    /// before the index was made) has one that cannot stand in a key.
    package func entryKey(of item: Item, baseKey: KeyBytes) -> KeyBytes? {
        // Most items of a single-table design are in few indexes: the first missing attribute decides.
        guard let first = layout.hash.first, item[first.name] != nil, var key = layout.key(of: item) else {
            return nil
        }
        key.append(contentsOf: baseKey)
        return key
    }

    /// Whether two states of an item have the same entry key, without encoding it.
    package func hasSameKey(_ old: Item, _ new: Item) -> Bool {
        for part in layout.hash where old[part.name] != new[part.name] { return false }
        for part in layout.range where old[part.name] != new[part.name] { return false }
        return true
    }

    /// Whether the item has all the index's key attributes.
    package func holds(_ item: Item) -> Bool {
        for part in layout.hash {
            guard let value = item[part.name], part.accepts(value) else { return false }
        }
        for part in layout.range {
            guard let value = item[part.name], part.accepts(value) else { return false }
        }
        return true
    }

    /// What the index holds of an item.
    package func project(_ item: Item) -> Item { projectedNames.map { item.projected(to: $0) } ?? item }

    /// The size of an item's entry by DynamoDB's counting.
    package func entrySize(of item: Item, itemSize: Int) -> Int {
        guard let projectedNames else { return itemSize }
        return projectedNames.reduce(0) { size, name in
            size + (item[name].map { name.utf8.count + $0.attributeSize } ?? 0)
        }
    }

    /// Whether an attribute can be read from the index.
    package func projects(_ name: String) -> Bool {
        projectedNames?.contains { $0.hasSameBytes(as: name) } ?? true
    }
}
