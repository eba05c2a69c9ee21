import DynamoModel

extension Store {
    /// Mends what a check finds and what can be made again: items of which one byte is damaged, by their checksums;
    /// indexes and counters from the tables. Other damaged items stay as they are.
    ///
    /// An index in which something is wrong gets a new storage that is filled from its table; the table answers
    /// meanwhile, its index does not. An index of a table with damaged items stays as it is: it would lose the entries
    /// of those.
    /// - Parameter removesItems: whether items that cannot be made again are removed.
    /// - Throws: `serviceUnavailable` when the file cannot be read or written. What was mended so far stays so.
    package func repair(removingDamagedItems removesItems: Bool = false) async throws(DynamoDBError) -> RepairReport {
        var checker = Checker(store: self)
        try await checker.run()
        let before = checker.report
        var report = RepairReport(before: before, after: before)
        if before.isSound { return report }
        if try await mendItems(&report, removesItems: removesItems) {
            try await waitUntilFilled()
            checker = Checker(store: self)
            try await checker.run()
        }
        let indexes = checker.report.brokenIndexes
        for (table, index) in indexes where try await fillAgain(table: table, index: index) {
            report.filledIndexes.append("\(table), index \(index)")
        }
        report.counters = try await correct(checker.corrections)
        try await waitUntilFilled()
        report.after = try await check()
        return report
    }

    /// Gives an index a new storage, and lets that be filled; false when there is no such index any more.
    private func fillAgain(table: String, index: String) async throws(DynamoDBError) -> Bool {
        try await write { (writer) throws(EngineFault) in
            guard let info = writer.state.catalog.byName[table] else { return false }
            var definition = info.definition
            if index == Checker.indexOfTimes {
                try writer.changeExpiry(of: &definition)
                try writer.save(definition)
                return true
            }
            guard let position = definition.indexes.firstIndex(where: { $0.index.indexName == index }) else {
                return false
            }
            let old = definition.indexes[position].id
            definition.indexes[position].id = try writer.makeStorage(of: .entries)
            definition.indexes[position].isActive = false
            try writer.startFilling(definition.indexes[position].id)
            try writer.save(definition)
            try writer.dropStorage(old)
            return true
        }
    }

    /// Sets counters of storages that are still there; how many.
    private func correct(_ counters: [Int: Counter]) async throws(DynamoDBError) -> Int {
        guard !counters.isEmpty else { return 0 }
        return try await write { (writer) throws(EngineFault) in
            var count = 0
            for (id, counter) in counters {
                guard let stored = writer.state.counters[id] else { continue }
                writer.count(id, items: counter.items - stored.items, bytes: counter.bytes - stored.bytes)
                count += 1
            }
            return count
        }
    }

    /// How long a filling may go without coming further, in tries.
    private static let patience = 3000

    /// Waits until all indexes are filled and swept, or until one does not come further.
    private func waitUntilFilled() async throws(DynamoDBError) {
        var positions: [KeyBytes] = []
        var triesLeft = Self.patience
        while triesLeft > 0 {
            let found = try await write { (writer) throws(EngineFault) in
                writer.state.tasks.filter { [.filling, .expiryFilling, .sweeping].contains($0.key.kind) }.sorted {
                    $0.key.subject < $1.key.subject
                }.map(\.value)
            }
            if found.isEmpty { return }
            triesLeft = found == positions ? triesLeft - 1 : Self.patience
            positions = found
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}

extension CheckReport {
    /// Indexes with something wrong, of tables whose items are whole.
    fileprivate var brokenIndexes: [(table: String, index: String)] {
        let damaged = Set(
            findings.filter { $0.index == nil && $0.problem != Checker.wrongCounter }.map(\.table))
        var found: [(table: String, index: String)] = []
        for finding in findings where !damaged.contains(finding.table) {
            guard let index = finding.index else { continue }
            if !found.contains(where: { $0.table == finding.table && $0.index == index }) {
                found.append((finding.table, index))
            }
        }
        return found
    }
}
