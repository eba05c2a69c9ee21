import DynamoModel

extension Store {
    /// Verifies everything: SQLite's own structures, the checksum and decoding of every row, that every index has
    /// exactly the entries that its table asks for (the index of times to live: that none is missing), and the
    /// counters.
    ///
    /// It reads in short steps, each in a separate snapshot, and can run while the file is written. The counters are
    /// compared when nothing was written meanwhile.
    /// - Throws: `serviceUnavailable` when the file cannot be read at all.
    package func check() async throws(DynamoDBError) -> CheckReport {
        var checker = Checker(store: self)
        try await checker.run()
        return checker.report
    }

    /// SQLite's own check of the file, on a separate connection: it can take long, and must not keep the readers'
    /// pool.
    ///
    /// - Returns: what is wrong.
    func integrityProblems() throws(EngineFault) -> [String] {
        let sql = "PRAGMA integrity_check(100)"
        let lines: [String]
        if path == Self.memory {
            lines = try pool.read { (connection) throws(EngineFault) in
                try storage { () throws(SQLiteFault) in try connection.sqlite.texts(sql) }
            }
        } else {
            lines = try storage { () throws(SQLiteFault) in
                let sqlite = try Self.openReader(path: path, options, .readOnly)
                defer { sqlite.close() }
                return try sqlite.texts(sql)
            }
        }
        return lines.filter { $0 != "ok" }
    }
}
