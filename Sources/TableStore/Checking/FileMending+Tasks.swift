import DynamoModel

// The work of the background, which the rest of the file shows again.

extension FileMending {
    mutating func mendTasks() throws(SQLiteFault) {
        for definition in definitions { try mendTasks(of: definition) }
        guard let lost = lostCount(.tasks) else { return }
        tell(mended: "\(lost) rows of tasks: what they were about is begun again")
        try emptyOrphans()
    }

    /// Begins the fillings of a table's indexes again that have no position.
    private mutating func mendTasks(of definition: TableDefinition) throws(SQLiteFault) {
        for index in definition.indexes where !index.isActive {
            guard try !hasTask(.filling, index.id) else { continue }
            try sqlite.execute("DELETE FROM \(Format.rowTable(index.id))")
            try FileTable.counters.write([.int(index.id), .int(0), .int(0)], sqlite)
            try add(.filling, index.id)
            tell(
                mended: "the filling of index \(index.index.indexName) of table \(definition.name), from its beginning")
        }
        if let expiry = definition.expiry, !expiry.isActive, try !hasTask(.expiryFilling, expiry.id) {
            try add(.expiryFilling, expiry.id)
            tell(mended: "the filling of the index of times of table \(definition.name), from its beginning")
        }
        if definition.restore?.isInProgress == true, try !hasTask(.restoring, definition.id) {
            tell(lost: "how far the restoring of table \(definition.name) was: delete the table and restore it again")
        }
    }

    /// Lets storages be emptied that belong to nothing: what was dropped when the task was lost.
    private mutating func emptyOrphans() throws(SQLiteFault) {
        var orphans = storages.subtracting(dropped.map(\.id))
        for definition in definitions { orphans.subtract(TableInfo(definition).storages) }
        for orphan in orphans.sorted() where try !hasTask(.emptying, orphan) {
            // What may be a removed table, of which only the document is lost, stays.
            guard !hasLost(.documents) else {
                tell(lost: "what storage \(orphan) belongs to; it stays in the file, and nothing reads it")
                continue
            }
            try add(.emptying, orphan)
            tell(mended: "the emptying of storage \(orphan), which was dropped")
        }
    }

    private func hasTask(_ kind: MaintenanceID.Kind, _ subject: Int) throws(SQLiteFault) -> Bool {
        try sqlite.integer("SELECT 1 FROM tasks WHERE kind = \(kind.rawValue) AND id = \(subject)") != nil
    }

    private func add(_ kind: MaintenanceID.Kind, _ subject: Int) throws(SQLiteFault) {
        try FileTable.tasks.write([.int(kind.rawValue), .int(subject), .blob([])], sqlite)
    }
}
