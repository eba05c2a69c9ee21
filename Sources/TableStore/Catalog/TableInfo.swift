import DynamoModel

/// One state of a table's definition with what is derived from it. A change makes a new one.
package final class TableInfo: Sendable {
    package let definition: TableDefinition
    package let layout: KeyLayout
    /// Local indexes first.
    package let indexes: [IndexInfo]
    /// In the order in which the service checks them: of several that a value offends, the first is reported.
    package let indexesByName: [IndexInfo]

    package init(_ definition: TableDefinition) {
        self.definition = definition
        let layout = KeyLayout(definition.keySchema, definition.attributeDefinitions)
        self.layout = layout
        indexes = definition.indexes.map { IndexInfo($0, base: layout, definition.attributeDefinitions) }
        indexesByName = indexes.sorted { $0.name.compareBytes(with: $1.name) < 0 }
    }

    package var name: String { definition.name }
    package var id: Int { definition.id }

    /// The index of this name.
    package func index(named name: String) -> IndexInfo? { indexes.first { $0.name.hasSameBytes(as: name) } }

    /// The numbers of all its storages: its own, those of its indexes and of the index of times.
    package var storages: [Int] { [id] + indexes.map(\.id) + (definition.expiry.map { [$0.id] } ?? []) }

    /// Whether a write has to report the size of its item collection when asked for it.
    package var hasLocalIndexes: Bool { indexes.contains { $0.isLocal } }
}
