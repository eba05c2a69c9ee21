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
    static func load(_ storages: [Int], _ sqlite: SQLiteConnection) throws(EngineFault) -> [Int: Counter] {
        var counters: [Int: Counter] = [:]
        let ids = storages.map { "\($0)" }.joined(separator: ", ")
        try FileTable.counters.forEach("WHERE id IN (\(ids))", sqlite) { row in
            counters[row.int(0)] = Counter(items: row.int(1), bytes: row.int(2))
        }
        return counters
    }
}
