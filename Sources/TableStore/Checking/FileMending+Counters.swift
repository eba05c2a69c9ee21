// The counts of a file: of its storages, of its changes, and of its numbers.

extension FileMending {
    /// How far the number of the last change is set on when it is lost, so that no number is used twice.
    private static let sequenceGap = 1 << 20

    /// Puts counters in the place of those that are missing. What they should say is counted when the file is checked.
    mutating func mendCounters() throws(SQLiteFault) {
        let present = try numbers("SELECT id FROM counters")
        if !present.contains(Format.fileCounter) {
            let (sequence, time) = try latestChange()
            try FileTable.counters.write(
                [.int(Format.fileCounter), .int(sequence + Self.sequenceGap), .int(max(time, now))], sqlite)
            tell(mended: "the number of the last change, set to \(sequence + Self.sequenceGap)")
        }
        var missing = Set(dropped.map(\.id))
        for definition in definitions { missing.formUnion(TableInfo(definition).storages) }
        missing.formIntersection(storages)
        missing.subtract(present)
        for storage in missing.sorted() { try FileTable.counters.write([.int(storage), .int(0), .int(0)], sqlite) }
        if !missing.isEmpty { tell(mended: "\(missing.count) counters, which are counted anew") }
    }

    /// The number of the last change and its time, as far as the rest of the file shows them.
    private func latestChange() throws(SQLiteFault) -> (sequence: Int, time: Int) {
        var sequences = [
            try sqlite.integer("SELECT max(sequence) FROM changes") ?? 0,
            try sqlite.integer("SELECT max(position) FROM recordings") ?? 0,
        ]
        var times = [try sqlite.integer("SELECT max(time) FROM changes") ?? 0]
        for table in dropped {
            sequences.append(table.sequence)
            times.append(table.dropped)
        }
        for shard in streams.flatMap(\.shards) {
            sequences.append(max(shard.start, shard.end ?? 0))
            times.append(max(shard.opened, shard.closed ?? 0))
        }
        return (sequences.max() ?? 0, times.max() ?? 0)
    }

    /// The number of the last change.
    func lastSequence() throws(SQLiteFault) -> Int {
        try sqlite.integer("SELECT items FROM counters WHERE id = \(Format.fileCounter)") ?? 0
    }

    func numbers(_ sql: String) throws(SQLiteFault) -> Set<Int> {
        let statement = try sqlite.prepare(sql)
        defer { statement.finalize() }
        var numbers: Set<Int> = []
        while try statement.step() { numbers.insert(statement.int(0)) }
        return numbers
    }

    /// Says again what the file is, and which number the next storage gets: one that none had.
    mutating func mendMeta() throws(SQLiteFault) {
        let names = Set(try sqlite.texts("SELECT name FROM meta"))
        if !names.contains(Format.Meta.format) {
            try FileTable.meta.write([.text(Format.Meta.format), .text(Format.name)], sqlite)
            tell(mended: "what the file says it is")
        }
        guard !names.contains(Format.Meta.nextId) else { return }
        var used = storages.union(dropped.map(\.id)).union(streams.map(\.storage))
        for (column, table) in [
            ("id", "counters"), ("id", "tasks"), ("storage", "changes"), ("storage", "recordings"),
            ("storage", "names"),
        ] {
            used.insert(try sqlite.integer("SELECT max(\(column)) FROM \(table)") ?? 0)
        }
        let next = (used.max() ?? 0) + 1
        try FileTable.meta.write([.text(Format.Meta.nextId), .int(next)], sqlite)
        tell(mended: "the number of the next storage, set to \(next)")
    }
}
