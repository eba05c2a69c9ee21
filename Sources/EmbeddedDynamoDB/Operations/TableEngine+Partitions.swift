import DynamoModel
import TableStore

extension TableEngine: WatchedPartitions {
    /// See ``WatchedPartitions/places(table:index:partition:)``.
    public func places(table name: String, index: String?, partition: AttributeValue) -> [Int]? {
        guard let table = store.table(name), table.name.hasSameBytes(as: name), !table.isBeingRestored else {
            return nil
        }
        guard let index else { return places(table.id, table.layout, partition) }
        guard let found = table.indexes.first(where: { $0.name.hasSameBytes(as: index) }), found.isActive else {
            return nil
        }
        return places(found.id, found.layout, partition)
    }

    private func places(_ storage: Int, _ layout: KeyLayout, _ partition: AttributeValue) -> [Int]? {
        guard layout.hash.count == 1, layout.hash[0].accepts(partition) else { return nil }
        return store.places(storage: storage, partition: layout.partitionPrefix([partition]))
    }

    /// See ``WatchedPartitions/stamps(of:)``.
    public func stamps(of places: [Int]) -> [PartitionStamp]? { store.stamps(of: places) }

    /// See ``WatchedPartitions/hold(_:)``.
    public func hold(_ stamps: [PartitionStamp]) -> Bool { store.hold(stamps) }
}
