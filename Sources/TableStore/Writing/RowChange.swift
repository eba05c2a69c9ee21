import DynamoModel

/// Everything that one write does, worked out before anything is written.
package struct RowChange {
    package let table: TableInfo
    package let key: KeyBytes
    package let old: StoredRow?
    /// The row that is there and cannot be read; nil for one that can, and where there is no row.
    let unreadable: UnreadableRow?
    package let new: NewRow?
    /// False for a mere check: `new` says nothing then.
    package let isWrite: Bool
    /// One for each index that has or gets an entry.
    package let entries: [EntryChange]
    /// What happens in the index of times; nil when nothing does.
    let expiry: ExpiryChange?

    package init(table: TableInfo, key: KeyBytes, old: StoredRow?, new: NewRow?) {
        self.table = table
        self.key = key
        self.old = old
        self.new = new
        unreadable = nil
        isWrite = true
        entries = Self.entries(table, key, old, new)
        expiry = ExpiryChange(table, key, old, new)
    }

    /// Puts something in the place of a row that cannot be read, or removes it. Its entries in the indexes, which
    /// nobody knows, go in steps: see ``EntrySweeping``.
    package init(table: TableInfo, key: KeyBytes, replacing row: UnreadableRow, new: NewRow?) {
        self.table = table
        self.key = key
        old = nil
        self.new = new
        unreadable = row
        isWrite = true
        entries = Self.entries(table, key, nil, new)
        expiry = ExpiryChange(table, key, nil, new)
    }

    /// No change, for a write that only checks.
    package init(unchanged row: StoredRow?, table: TableInfo, key: KeyBytes) {
        self.table = table
        self.key = key
        old = row
        new = nil
        unreadable = nil
        isWrite = false
        entries = []
        expiry = nil
    }

    private static func entries(
        _ table: TableInfo, _ key: KeyBytes, _ old: StoredRow?, _ new: NewRow?
    ) -> [EntryChange] {
        var entries: [EntryChange] = []
        for index in table.indexes {
            if let entry = entry(index, key, old, new) { entries.append(entry) }
        }
        return entries
    }

    /// What happens to the item as the log of changes keeps it.
    func kind(isRemoval: Bool) -> RecordedChange.Kind {
        isRemoval ? .remove : old == nil && unreadable == nil ? .insert : .modify
    }

    private static func entry(
        _ index: IndexInfo, _ key: KeyBytes, _ old: StoredRow?, _ new: NewRow?
    ) -> EntryChange? {
        var entry = EntryChange(index: index)
        if let old, let new, index.hasSameKey(old.item, new.item) {
            guard index.holds(old.item) else { return nil }
            entry.oldSize = index.entrySize(of: old.item, itemSize: old.size)
            entry.newSize = index.isKeysOnly ? entry.oldSize : index.entrySize(of: new.item, itemSize: new.size)
            return entry
        }
        entry.removed = old.flatMap { index.entryKey(of: $0.item, baseKey: key) }
        entry.added = new.flatMap { index.entryKey(of: $0.item, baseKey: key) }
        if entry.removed == nil && entry.added == nil { return nil }
        if let old, entry.removed != nil { entry.oldSize = index.entrySize(of: old.item, itemSize: old.size) }
        if let new, entry.added != nil { entry.newSize = index.entrySize(of: new.item, itemSize: new.size) }
        return entry
    }
}

extension Writer {
    /// Writes a change: the row, its index entries, the counters, and the log of changes when somebody records the
    /// table.
    ///
    /// A write that leaves the row as it is changes nothing, and gets no sequence number. An index that is being filled
    /// is left alone for rows that its filling has not come to.
    /// - Returns: the sequence number of the change; nil for a check, or a write that leaves the row as it is.
    @discardableResult
    package func apply(_ change: RowChange, cause: ChangeCause = .request) throws(EngineFault) -> Int? {
        guard change.isWrite, change.old != nil || change.new != nil || change.unreadable != nil else { return nil }
        if change.unreadable != nil {
            for index in change.table.indexes { try startSweeping(index.id) }
        }
        return try storage { () throws(SQLiteFault) in
            let bytes = change.new.map {
                ItemCodec.encode(
                    $0.item, size: $0.size, key: change.key, names: connection.names, for: change.table.id)
            }
            if let bytes, let old = change.old, bytes == old.bytes { return nil }
            // New items are seldom changed soon.
            if let bytes, let new = change.new, change.old != nil {
                connection.decoded.note(change.table.id, change.key, row: bytes, new)
            }
            let row = try applyRow(change, bytes)
            for var entry in change.entries where isKept(entry.index, change.key) {
                if let unreadable = change.unreadable {
                    try replaceEntry(of: unreadable, &entry)
                } else if isSweeping(entry.index.id) {
                    try removeLeftover(of: entry)
                }
                try apply(entry, baseKeySize: change.key.count, row: row)
            }
            if let expiry = change.expiry { try apply(expiry, of: change, row: row) }
            try note(change, bytes, cause)
            return state.lastSequence
        }
    }

    private func isKept(_ index: IndexInfo, _ key: KeyBytes) -> Bool {
        guard !index.isActive, let position = state.tasks[IndexFilling(index.id).id] else { return true }
        return key.compareBytes(with: position) <= 0
    }

    /// Rows that the filling of the index of times has not come to are left alone. What is left of an item that could
    /// not be read may lie where the new entry belongs.
    private func apply(_ expiry: ExpiryChange, of change: RowChange, row: Int) throws(SQLiteFault) {
        guard let index = change.table.definition.expiry else { return }
        if !index.isActive, let position = state.tasks[ExpiryFilling(index.id).id],
            change.key.compareBytes(with: position) > 0
        {
            return
        }
        let rows = try connection.rows(index.id)
        if let key = expiry.removed { try run(rows.delete(), key, nil) }
        if let key = expiry.added {
            try run(rows.replace(), key, IndexEntry.value(entryKey: key, baseKeySize: change.key.count, row: row))
        }
    }

    /// Writes the item's row, and returns its number.
    private func applyRow(_ change: RowChange, _ bytes: [UInt8]?) throws(SQLiteFault) -> Int {
        noteChange(change.table.id, change.key, change.old == nil ? nil : change.new)
        if let unreadable = change.unreadable { return try replace(unreadable, change, bytes) }
        let rows = try connection.rows(change.table.id)
        var row = change.old?.id ?? 0
        if let bytes {
            if change.old == nil {
                if let number = try numberAside(in: change.table) {
                    let insert = try rows.insertNumbered()
                    insert.bind(3, number)
                    try run(insert, change.key, bytes)
                } else {
                    try run(rows.insert(), change.key, bytes)
                }
                row = sqlite.lastInsertedRow
            } else {
                try run(rows.updateItem(), row, bytes)
            }
        } else {
            try run(rows.deleteItem(), row)
        }
        let items = (change.new == nil ? 0 : 1) - (change.old == nil ? 0 : 1)
        count(change.table.id, items: items, bytes: (change.new?.size ?? 0) - (change.old?.size ?? 0))
        return row
    }

    /// Puts a row in the place of one that cannot be read. It gets a number that none had: entries that name the number
    /// of the old row are those that its item asked for, and must not lead to the new one.
    private func replace(
        _ old: UnreadableRow, _ change: RowChange, _ bytes: [UInt8]?
    ) throws(SQLiteFault) -> Int {
        let rows = try connection.rows(change.table.id)
        let number = try rows.lastNumber() + 1
        try run(rows.deleteItem(), old.id)
        if let bytes {
            let insert = try rows.insertNumbered()
            insert.bind(3, number)
            try run(insert, change.key, bytes)
        }
        count(change.table.id, items: bytes == nil ? -1 : 0, bytes: (change.new?.size ?? 0) - old.size)
        return number
    }

    /// Takes an unreadable row's entry away when it is where the new item's is to be. The others are swept later.
    private func replaceEntry(of row: UnreadableRow, _ entry: inout EntryChange) throws(SQLiteFault) {
        guard let key = entry.added else { return }
        let removal = try connection.rows(entry.index.id).delete()
        try run(removal, key, nil)
        guard removal.changes > 0 else { return }
        entry.oldSize = entry.index.projectedNames == nil ? row.size : entry.newSize
    }

    /// Takes what is left of an unreadable row away where an entry of another item is to be.
    private func removeLeftover(of entry: EntryChange) throws(SQLiteFault) {
        guard let key = entry.added else { return }
        let removal = try connection.rows(entry.index.id).delete()
        try run(removal, key, nil)
        // What it was counted with went with its item.
        if removal.changes > 0 { count(entry.index.id, items: -1, bytes: -(entry.newSize ?? 0)) }
    }

    private func apply(_ entry: EntryChange, baseKeySize: Int, row: Int) throws(SQLiteFault) {
        if entry.removed != nil || entry.added != nil {
            let rows = try connection.rows(entry.index.id)
            if let key = entry.removed {
                notePlace(entry.index.id, key)
                try run(rows.delete(), key, nil)
            }
            if let key = entry.added {
                notePlace(entry.index.id, key)
                try run(rows.insert(), key, IndexEntry.value(entryKey: key, baseKeySize: baseKeySize, row: row))
            }
        }
        let items = (entry.newSize == nil ? 0 : 1) - (entry.oldSize == nil ? 0 : 1)
        count(entry.index.id, items: items, bytes: (entry.newSize ?? 0) - (entry.oldSize ?? 0))
    }

    func run(_ statement: SQLiteStatement, _ key: KeyBytes, _ row: [UInt8]?) throws(SQLiteFault) {
        let result: Result<Void, SQLiteFault> = key.withUnsafeBytes { key in
            statement.bind(1, key)
            guard let row else { return Result { () throws(SQLiteFault) in try statement.run() } }
            return row.withUnsafeBytes { row in
                statement.bind(2, row)
                return Result { () throws(SQLiteFault) in try statement.run() }
            }
        }
        try result.get()
    }

    func run(_ statement: SQLiteStatement, _ id: Int, _ row: [UInt8]? = nil) throws(SQLiteFault) {
        statement.bind(1, id)
        guard let row else { return try statement.run() }
        let result: Result<Void, SQLiteFault> = row.withUnsafeBytes { row in
            statement.bind(2, row)
            return Result { () throws(SQLiteFault) in try statement.run() }
        }
        try result.get()
    }
}
