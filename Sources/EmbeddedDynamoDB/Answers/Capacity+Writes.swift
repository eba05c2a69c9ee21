import DynamoModel
import TableStore

extension RowChange {
    /// What the write takes: the larger of the item's states; and of each index what its entry costs, see
    /// ``units(of:)``.
    ///
    /// A transaction takes twice of the table, and once of the indexes. Source: nubo-db/dynoxide, pull request 188,
    /// captured in eu-west-2 in August 2026.
    func capacity(isTransactional: Bool = false) -> ConsumedCapacity {
        var capacity = ConsumedCapacity(tableName: table.name)
        let units = CapacityUnits.write(bytes: max(old?.size ?? 0, new?.size ?? 0))
        capacity.table = isTransactional ? units.doubled : units
        for entry in entries {
            guard let units = self.units(of: entry) else { continue }
            if entry.index.isLocal {
                capacity.localIndexes[entry.index.name] = units
            } else {
                capacity.globalIndexes[entry.index.name] = units
            }
        }
        return capacity
    }

    /// A new entry and a removed one are a write each; an entry whose key changed is both. One that stays takes a write
    /// when something that the index holds has changed.
    private func units(of entry: EntryChange) -> CapacityUnits? {
        if entry.removed != nil || entry.added != nil {
            let removal = entry.removed.map { _ in CapacityUnits.write(bytes: entry.oldSize ?? 0) }
            let addition = entry.added.map { _ in CapacityUnits.write(bytes: entry.newSize ?? 0) }
            return [removal, addition].compactMap(\.self).reduce(CapacityUnits(), +)
        }
        guard let old, let new, !entry.index.isKeysOnly,
            entry.index.project(old.item) != entry.index.project(new.item)
        else { return nil }
        return .write(bytes: max(entry.oldSize ?? 0, entry.newSize ?? 0))
    }
}
