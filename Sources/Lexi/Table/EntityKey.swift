import DynamoModel

/// Where an entity stands in the table or in one of its indexes: the one declaration of its key there.
///
/// The entity's item, the requests of the access patterns, the templates of the documents, and the way back from a row
/// to the components follow from it.
struct EntityKey<Entity, Partition, Sort>: Sendable {
    /// Where.
    let index: TableIndex
    let partition: Key<Entity, Partition>
    let sort: Key<Entity, Sort>
    /// Whether an entity is in the index, besides having all components.
    private let isIn: @Sendable (Entity) -> Bool

    /// - Parameter isIn: for an index that some entities are in only.
    init(
        _ index: TableIndex, _ partition: Key<Entity, Partition>, _ sort: Key<Entity, Sort>,
        when isIn: @escaping @Sendable (Entity) -> Bool = { _ in true }
    ) {
        self.index = index
        self.partition = partition
        self.sort = sort
        self.isIn = isIn
    }

    /// The texts of an entity's key; nil when the entity is not in the index.
    func texts(of entity: Entity) -> (partition: String, sort: String)? {
        guard isIn(entity), let first = partition.values(entity), let second = sort.values(entity) else { return nil }
        return (partition.text(first), sort.text(second))
    }

    /// The components of a row's key in the index.
    ///
    /// - Throws: ``CorruptItem`` when the row has no key of this shape.
    func components(of row: Item) throws(CorruptItem) -> (partition: Partition, sort: Sort) {
        func part<Values>(_ key: Key<Entity, Values>, _ attribute: String) throws(CorruptItem) -> Values {
            guard let values = row[attribute]?.string.flatMap(key.read) else {
                throw CorruptItem(row, attribute, "is not a key like \(key.template)")
            }
            return values
        }
        return (try part(partition, index.partitionAttribute), try part(sort, index.sortAttribute))
    }
}

extension EntityKey: DeclaredKey {
    var templates: (partition: KeyTemplate, sort: KeyTemplate) { (partition.template, sort.template) }
}
