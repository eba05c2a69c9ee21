import DynamoModel

/// Removes the items whose time to live is over, the longest over first, under the condition that it still is. One for
/// the whole file.
///
/// An item expires when its time is before the present second, and not more than five years before it: such a time is
/// taken for a mistake. Source: DynamoDB's developer guide, "Using time to live (TTL)".
struct ItemExpiry: MaintenanceTask {
    let id = MaintenanceID(kind: .itemExpiry, subject: 0)

    /// Entries that are looked at before the first of them is removed.
    private static let entriesAtATime = 32
    /// How long it rests when nothing is due, in milliseconds.
    private static let rest = 500
    /// How long it rests after a step when writes wait: callers get the larger part of the writer's time.
    private static let restBetweenWrites = 60
    /// Five years, in seconds.
    private static let oldest = 5 * 365 * 86_400

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        let now = Int(writer.options.clock())
        for id in writer.state.catalog.expiring.sorted() {
            guard let table = writer.state.catalog.byId[id] else { continue }
            guard try removeExpired(of: table, now: now, writer, &budget) else {
                return writer.isBusy ? .idle(milliseconds: Self.restBetweenWrites) : .more
            }
        }
        return writer.state.catalog.expiring.isEmpty ? .done : .idle(milliseconds: Self.rest)
    }

    /// - Returns: false when the budget is used up.
    private func removeExpired(
        of table: TableInfo, now: Int, _ writer: Writer, _ budget: inout StepBudget
    ) throws(EngineFault) -> Bool {
        guard let expiry = table.definition.expiry else { return true }
        while true {
            let due = try dueEntries(of: expiry, now: now, writer)
            for entry in due {
                let bytes = try remove(entry, expiry, table, writer)
                guard budget.take(bytes: bytes) else { return false }
            }
            if due.count < Self.entriesAtATime { return true }
        }
    }

    private func dueEntries(
        of expiry: ExpiryIndex, now: Int, _ writer: Writer
    ) throws(EngineFault) -> [(key: KeyBytes, value: KeyBytes)] {
        var entries: [(key: KeyBytes, value: KeyBytes)] = []
        let first = ExpiryIndex.start(of: max(0, now - Self.oldest))
        try writer.connection.forEachRow(
            expiry.id, from: first, to: ExpiryIndex.start(of: max(0, now)), forward: true
        ) { (key, value) throws(EngineFault) in
            entries.append((KeyBytes(key), KeyBytes(value)))
            return entries.count < Self.entriesAtATime
        }
        return entries
    }

    /// Removes an item that has expired; of an entry whose item asks for another, or is not there, only the entry.
    ///
    /// - Returns: about how many bytes were removed.
    private func remove(
        _ entry: (key: KeyBytes, value: KeyBytes), _ expiry: ExpiryIndex, _ table: TableInfo, _ writer: Writer
    ) throws(EngineFault) -> Int {
        let offset = entry.key.withUnsafeBytes { key in
            entry.value.withUnsafeBytes { value in try? IndexEntry.verify(key: key, value: value).offset }
        }
        if let offset, let attribute = table.definition.timeToLive.attributeName {
            let base = KeyBytes(entry.key[offset...])
            if let row = try readable(base, table, writer),
                expiry.entryKey(of: row.item, attribute: attribute, baseKey: base) == entry.key
            {
                try writer.apply(RowChange(table: table, key: base, old: row, new: nil), cause: .expiry)
                writer.state.expired[table.name, default: 0] += 1
                return row.size + entry.key.count
            }
        }
        try storage { () throws(SQLiteFault) in
            try writer.run(try writer.connection.rows(expiry.id).delete(), entry.key, nil)
        }
        return entry.key.count
    }

    /// The item with a key; nil also for one that is damaged, which stays for the check to report.
    private func readable(_ key: KeyBytes, _ table: TableInfo, _ writer: Writer) throws(EngineFault) -> StoredRow? {
        do throws(EngineFault) {
            return try writer.connection.row(table, key)
        } catch {
            guard case .damaged = error else { throw error }
            return nil
        }
    }
}
