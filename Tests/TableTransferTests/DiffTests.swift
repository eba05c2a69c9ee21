import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import TableTransfer

@Suite struct DiffTests {
    private final class Found: Sendable {
        let differences = Mutex<[TableDiff.Difference]>([])
    }

    private static func diff(
        _ first: TransferTable, _ second: TransferTable
    ) async throws -> (TableDiff.Summary, [TableDiff.Difference]) {
        let found = Found()
        let summary = try await TableDiff(first, second, segments: 3, cores: 2).run(meter: TransferMeter()) {
            difference in
            found.differences.withLock { $0.append(difference) }
        }
        return (summary, found.differences.withLock { $0 }.sorted { $0.description < $1.description })
    }

    // Equal tables have no difference, also when they are often too busy.
    @Test func same() async throws {
        let items = try Samples.items(700)
        try await Backend.withPair(items) { source, target in
            try await target.putAll(items)
            let (summary, found) = try await Self.diff(
                TransferTable(BusyTable(source.db), name: source.name),
                TransferTable(BusyTable(target.db), name: target.name))
            #expect(summary.isSame && summary.same == 700)
            #expect(found.isEmpty)
        }
    }

    // Every item that is missing on one side or differs is told with its key, and with the attributes that differ.
    @Test func differences() async throws {
        let items = try Samples.items(900, seed: 6)
        try await Backend.withPair(items) { source, target in
            try await target.putAll(items)
            try await source.putAll([
                ["pk": "left", "sk": "1"], ["pk": "both", "sk": "1", "a": 1, "b": "x", "c": true],
            ])
            try await target.putAll([
                ["pk": "right", "sk": "1", "a": 1], ["pk": "both", "sk": "1", "a": 2, "c": true, "d": ["1"]],
            ])
            let (summary, found) = try await Self.diff(source.transfer, target.transfer)
            var expected = TableDiff.Summary()
            (expected.same, expected.removed, expected.added, expected.changed) = (900, 1, 1, 1)
            #expect(summary == expected && !summary.isSame)
            #expect(
                found.map(\.description) == [
                    #"+ {"pk":{"S":"right"},"sk":{"S":"1"}}"#, #"- {"pk":{"S":"left"},"sk":{"S":"1"}}"#,
                    #"~ {"pk":{"S":"both"},"sk":{"S":"1"}} a, b, d"#,
                ])
            #expect(
                found.flatMap(\.values) == [
                    #"    a: {"N":"1"} -> {"N":"2"}"#, #"    b: {"S":"x"} -> (none)"#,
                    #"    d: (none) -> {"L":[{"S":"1"}]}"#,
                ])
        }
    }

    // Tables with other keys cannot be compared.
    @Test func otherKeys() async throws {
        try await Backend.withPair([]) { source, target in
            let other = try await TestTable.make(target.db, TestTables.hashOnly())
            await #expect(throws: TransferError.self) { try await Self.diff(source.transfer, other.transfer) }
        }
    }
}
