/// How many items a table or index holds, and their size by DynamoDB's counting.
package struct Counter: Sendable, Equatable {
    package var items = 0
    package var bytes = 0

    package init(items: Int = 0, bytes: Int = 0) {
        self.items = items
        self.bytes = bytes
    }
}

extension Counter {
    /// Reads the counters of some storages.
    static func load(_ storages: [Int], _ sqlite: SQLiteConnection) throws(SQLiteFault) -> [Int: Counter] {
        let statement = try sqlite.prepare("SELECT items, bytes FROM counters WHERE id = ?")
        defer { statement.finalize() }
        var counters: [Int: Counter] = [:]
        for storage in storages {
            statement.bind(1, storage)
            if try statement.step() { counters[storage] = Counter(items: statement.int(0), bytes: statement.int(1)) }
            statement.reset()
        }
        return counters
    }
}
