/// Removes the rows of a table or index that was dropped, and its storage with the last of them.
struct StorageEmptying: MaintenanceTask {
    let id: MaintenanceID

    init(_ storage: Int) { id = MaintenanceID(kind: .emptying, subject: storage) }

    /// Rows that are removed by one statement.
    private static let rowsAtATime = 64

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        while let bytes = try storage({ () throws(SQLiteFault) in try removeRows(writer.sqlite) }) {
            guard budget.take(bytes: bytes, rows: Self.rowsAtATime) else { return .more }
        }
        writer.connection.forget(id.subject)
        try storage { () throws(SQLiteFault) in
            try writer.sqlite.execute("DROP TABLE \(Format.rowTable(id.subject))")
        }
        try writer.removeTask(id)
        return .done
    }

    /// Removes the first rows: up to the last of so many, or the first with which there are so many bytes before it.
    ///
    /// - Returns: their bytes; nil when there are no more.
    private func removeRows(_ sqlite: SQLiteConnection) throws(SQLiteFault) -> Int? {
        let table = Format.rowTable(id.subject)
        let first = """
            SELECT max(k), sum(size) FROM (SELECT k, size, sum(size) OVER (ORDER BY k) - size AS before
            FROM (SELECT k, length(k) + length(v) AS size FROM \(table) ORDER BY k LIMIT \(Self.rowsAtATime)))
            WHERE before < \(StepBudget.bytes)
            """
        let search = try sqlite.prepare(first)
        defer { search.finalize() }
        guard try search.step(), !search.isNull(0) else { return nil }
        let (last, bytes) = (KeyBytes(search.bytes(0)), search.int(1))
        search.reset()
        let removal = try sqlite.prepare("DELETE FROM \(table) WHERE k <= ?")
        defer { removal.finalize() }
        removal.bind(1, copying: last)
        try removal.run()
        return bytes
    }
}
