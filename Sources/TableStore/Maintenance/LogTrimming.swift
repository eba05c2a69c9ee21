import DynamoModel

/// Removes the changes that no consumer of their table needs any more. One for the whole file.
///
/// It looks only where something may be: where a consumer advanced or ended, and once everywhere after the file was
/// opened.
struct LogTrimming: MaintenanceTask {
    let id = MaintenanceID(kind: .logTrimming, subject: 0)

    /// Changes that are looked at by one statement.
    private static let changesAtATime = 64

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        while let range = writer.state.trimRanges.first {
            let (end, bytes) = try storage { () throws(SQLiteFault) in try trim(range, writer) }
            if end < range.to { writer.state.trimRanges[0].after = end } else { writer.state.trimRanges.removeFirst() }
            guard budget.take(bytes: bytes, rows: Self.changesAtATime) else { return .more }
        }
        return .done
    }

    /// Removes what nobody needs of the first changes of a range.
    ///
    /// - Returns: the last change that was looked at, and the bytes of what was removed.
    private func trim(_ range: TrimRange, _ writer: Writer) throws(SQLiteFault) -> (end: Int, bytes: Int) {
        let first = """
            SELECT sequence FROM changes WHERE sequence > \(range.after) AND sequence <= \(range.to)
            ORDER BY sequence LIMIT \(Self.changesAtATime)
            """
        guard let end = try writer.sqlite.integer("SELECT max(sequence) FROM (\(first))") else { return (range.to, 0) }
        let unneeded = "WHERE sequence > \(range.after) AND sequence <= \(end) AND (\(condition(writer.state)))"
        let (sequences, bytes) = try soundRows(unneeded, writer)
        if !sequences.isEmpty {
            try writer.sqlite.execute("DELETE FROM changes WHERE sequence IN (\(sequences.joined(separator: ", ")))")
        }
        return (end, bytes)
    }

    /// The rows of a condition that are what was written. A damaged one may be of a table that needs it: it stays, for
    /// the check to report.
    private func soundRows(
        _ condition: String, _ writer: Writer
    ) throws(SQLiteFault) -> (sequences: [String], bytes: Int) {
        let statement = try writer.sqlite.prepare("\(FileTable.changes.select) \(condition)")
        defer { statement.finalize() }
        var (sequences, bytes): ([String], Int) = ([], 0)
        while try statement.step() {
            guard FileTable.changes.isSound(statement) else { continue }
            sequences.append("\(statement.int(0))")
            bytes += statement.bytes(5).count + statement.bytes(6).count + statement.bytes(7).count
        }
        return (sequences, bytes)
    }

    /// What is true of changes that nobody needs.
    private func condition(_ state: WriterState) -> String {
        let recorded = state.recordings.keys.sorted()
        let ends = recorded.map { table in
            let position = state.recordings[table]?.values.map(\.position).min() ?? 0
            return "storage = \(table) AND sequence <= \(position)"
        }
        let list = recorded.map { "\($0)" }.joined(separator: ", ")
        return (["storage NOT IN (\(list))"] + ends).joined(separator: " OR ")
    }
}
