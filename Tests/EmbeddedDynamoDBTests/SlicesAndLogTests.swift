import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// A table is read in slices while it is written: with the log of changes the slices become the table as it is at the
/// end, row by row and byte by byte.
@Suite struct SlicesAndLogTests {
    /// What is known of the table: the rows of the slices, and up to which change each range of keys shows them.
    private struct Copy {
        var rows: [KeyBytes: [UInt8]] = [:]
        /// Where each slice ends, inclusive, in the order of the keys; the last one has no end.
        var slices: [(end: KeyBytes, sequence: Int)] = []

        /// The number of the last change that the slice of a key shows.
        func sequence(of key: KeyBytes) -> Int {
            slices.first { key.compareBytes(with: $0.end) <= 0 }?.sequence ?? slices.last?.sequence ?? 0
        }

        /// Carries out a change that the slices do not show. Its old image is what is known.
        mutating func apply(_ change: RecordedChange) {
            guard change.sequence > sequence(of: change.key) else { return }
            let fits = rows[change.key] == change.old
            #expect(fits, "change \(change.sequence)")
            rows[change.key] = change.new
        }
    }

    private static func item(_ number: Int, _ round: Int) -> Item {
        ["pk": .s("p\(number)"), "sk": "s", "round": .int(round), "text": .s(String(repeating: "x", count: 200))]
    }

    /// Puts, removes and transactions of one writer among several.
    private static func write(_ table: TestTable, _ writer: Int, rounds: Int) async throws {
        var random = SeededGenerator(seed: UInt64(writer))
        for round in 0..<rounds {
            let number = Int(random.next() % 3_000)
            switch random.next() % 4 {
            case 0: try await table.delete(["pk": .s("p\(number)"), "sk": "s"])
            case 1:
                let writes = [number, 3_000 + number].map {
                    TransactWrite(tableName: table.name, .put(item: item($0, round)))
                }
                _ = try await table.db.transactWriteItems(TransactWriteItemsRequest(transactItems: writes))
            default: try await table.put(item(number, round))
            }
        }
    }

    private static func rows(_ engine: TableEngine, _ storage: Int) throws -> [KeyBytes: [UInt8]] {
        var reader = LongReader(storage)
        var rows: [KeyBytes: [UInt8]] = [:]
        while !reader.isAtEnd { for (key, row) in try reader.next(engine.store).rows { rows[key] = row } }
        return rows
    }

    /// Reads slices until the reader is at the end, or so many of them.
    private static func take(_ reader: inout LongReader, into copy: inout Copy, _ engine: TableEngine, most: Int)
        async throws
    {
        for _ in 0..<most where !reader.isAtEnd {
            let slice = try reader.next(engine.store)
            for (key, row) in slice.rows { copy.rows[key] = row }
            if let last = slice.rows.last { copy.slices.append((last.key, slice.sequence)) }
            if reader.isAtEnd { copy.slices.append(([0xff, 0xff, 0xff, 0xff], slice.sequence)) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test(arguments: [1, 2]) func theTableIsRebuilt(seed: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            var (copy, reader) = (Copy(), LongReader(0))
            // The process ends in the middle: the reader goes on at its position.
            for part in 0..<2 {
                let engine = try TableEngine.open(path: path)
                if part == 0 {
                    let table = try await TestTable.make(engine, TestTables.keyed())
                    try await table.putAll((0..<3_000).map { Self.item($0, -1) })
                    let info = try engine.table(table.name)
                    try await engine.onWriter { (writer) throws(EngineFault) in
                        try writer.record(info, for: "copy", images: [.old, .new])
                    }
                    reader = LongReader(info.id)
                }
                let table = TestTable(engine, TestTables.keyed())
                let writers = (0..<4).map { writer in
                    Task { try await Self.write(table, seed * 100 + part * 10 + writer, rounds: 100) }
                }
                try await Self.take(&reader, into: &copy, engine, most: part == 0 ? 3 : 1_000)
                for writer in writers { try await writer.value }
                await engine.close()
            }
            #expect(reader.isAtEnd && copy.slices.count > 4)
            try await TableEngine.with(path) { [copy] engine in
                var copy = copy
                let id = try engine.table("Keyed").id
                let changes = try engine.read { (connection) throws(EngineFault) in
                    try connection.allChanges(of: id, after: copy.slices[0].sequence)
                }
                for change in changes { copy.apply(change) }
                let present = try Self.rows(engine, id)
                let isSame = copy.rows == present
                #expect(isSame)
                #expect(changes.count > 300 && present.count > 2_500)
            }
        }
    }
}
