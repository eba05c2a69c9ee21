/// Removes the changes that no consumer needs any more, the oldest first. One for the whole file.
struct LogTrimming: MaintenanceTask {
    let id = MaintenanceID(kind: .logTrimming, subject: 0)

    /// Changes that are removed by one statement.
    private static let changesAtATime = 64

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        while writer.state.hasUnneededChanges {
            let bytes = try storage { () throws(SQLiteFault) in try remove(writer) }
            try writer.findOldestChange()
            guard budget.take(bytes: bytes, rows: Self.changesAtATime) else {
                return writer.state.hasUnneededChanges ? .more : .done
            }
        }
        return .done
    }

    /// - Returns: the bytes of what was removed.
    private func remove(_ writer: Writer) throws(SQLiteFault) -> Int {
        let first = """
            FROM changes WHERE sequence <= \(writer.state.unneededChanges) ORDER BY sequence LIMIT \(Self.changesAtATime)
            """
        let bytes = try writer.sqlite.integer(
            "SELECT sum(size) FROM (SELECT length(key) + coalesce(length(old), 0) + coalesce(length(new), 0) AS size \(first))"
        )
        try writer.sqlite.execute("DELETE FROM changes WHERE sequence IN (SELECT sequence \(first))")
        return bytes ?? 0
    }
}
