import DynamoModel
import TestSupport
import Testing

@testable import TableTransfer

/// Counts that cannot be, as an endpoint or a file may have them.
@Suite struct WrongCountTests {
    private static let counts = [(-4000, 0), (-9000, -1 << 40), (Int.min, Int.min), (Int.max, Int.max)]

    // Whatever a table says of its size, all of it is exported, copied and compared.
    @Test(arguments: counts) func tables(items: Int, bytes: Int) async throws {
        let samples = try Samples.items(60)
        try await Backend.withPair(samples) { source, target in
            try await TemporaryFolder.with { folder in
                let (from, to) = (
                    TransferTable(BusyTable(source.db, tellingItems: items, bytes: bytes), name: source.name),
                    TransferTable(BusyTable(target.db, tellingItems: items, bytes: bytes), name: target.name)
                )
                let exported = try await TableExport(from, cores: 2)
                    .write(to: folder.file("lines"), meter: TransferMeter())
                #expect(exported == checksum(samples))
                let outcome = try await TableCopy(from: from, to: to, state: folder.file("state"))
                    .run(meter: TransferMeter())
                #expect(outcome == .verified(exported))
                let summary = try await TableDiff(from, to, cores: 2).run(meter: TransferMeter()) { _ in }
                #expect(summary.isSame && summary.same == samples.count)
            }
        }
    }

    // A table has as many segments as it needs, and never fewer than one.
    @Test func segments() async throws {
        try await Backend.memory.withTable(TestTables.keyed()) { table in
            var description = try await table.db.describeTable(tableName: table.name)
            for (items, wanted) in [(Int.min, 1), (-4000, 1), (0, 1), (3999, 1), (4000, 2), (Int.max, 8)] {
                description.itemCount = items
                #expect(Segments.suitable(for: description, cores: 2) == wanted)
            }
            #expect(Segments.suitable(for: description, cores: .max) == Segments.most)
        }
    }

    // A state that tells of fewer items than none, or of more segments than there can be, is none; great counts are
    // summed without end.
    @Test func states() async throws {
        try await TemporaryFolder.with { folder in
            var state = CopyState(
                source: CopyState.Identity(arn: "a", id: "1"), target: CopyState.Identity(arn: "b", id: "2"),
                merges: false, createdTarget: false, segments: Array(repeating: CopyState.Segment(), count: 2))
            let path = folder.file("state")
            for position in 0...1 { state.segments[position].copied = TableChecksum(count: .max, sum: 1) }
            try write(state.bytes, to: path)
            #expect(try CopyState.read(path)?.copied == TableChecksum(count: .max, sum: 2))
            state.segments[1].copied = TableChecksum(count: -1, sum: 0)
            try write(state.bytes, to: path)
            #expect(throws: TransferError.self) { try CopyState.read(path) }
            state.segments = Array(repeating: CopyState.Segment(), count: Segments.most + 1)
            try write(state.bytes, to: path)
            #expect(throws: TransferError.self) { try CopyState.read(path) }
        }
    }
}
