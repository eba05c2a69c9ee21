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

    // Every item that is missing on one side or differs is reported with its key, and with the attributes that differ.
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

    // Tables with other keys differ; their items cannot be compared.
    @Test func otherKeys() async throws {
        try await Backend.withPair([]) { source, target in
            let other = try await TestTable.make(target.db, TestTables.hashOnly())
            let (summary, found) = try await Self.diff(source.transfer, other.transfer)
            #expect(!summary.isSame && summary.settings == 1 && !summary.comparesItems)
            #expect(found.map(\.description) == [#"~ key: "pk" HASH S, "sk" RANGE S -> "pk" HASH S"#])
            await #expect(throws: TransferError.self) {
                try await TableDiff(source.transfer, other.transfer, cores: 2, itemsOnly: true)
                    .run(meter: TransferMeter()) { _ in }
            }
        }
    }

    // Every setting that differs is reported, and makes the tables differ, unless the items alone are asked for.
    @Test func settings() async throws {
        try await Backend.memory.run { db in
            let plain = try await TestTable.make(db, TestTables.keyed(name: "Plain"))
            var definition = TestTables.indexed(name: "Other")
            definition.localSecondaryIndexes = [definition.localSecondaryIndexes[2]]
            definition.globalSecondaryIndexes = [definition.globalSecondaryIndexes[3]]
            definition.globalSecondaryIndexes[0].onDemandThroughput = OnDemandThroughput(maxReadRequestUnits: 7)
            definition.attributeDefinitions.removeAll { $0.attributeName == "gsk" }
            definition.onDemandThroughput = OnDemandThroughput(maxWriteRequestUnits: 9)
            definition.streamViewType = .newImage
            definition.tableClass = .standardInfrequentAccess
            definition.sseSpecification = SSESpecification(
                isEnabled: true, type: "KMS", kmsMasterKeyId: "arn:aws:kms:a")
            let other = try await TestTable.make(db, definition)
            let expiry = TimeToLive(attributeName: "ends", isEnabled: true)
            _ = try await db.updateTimeToLive(tableName: "Other", expiry)
            let (summary, found) = try await Self.diff(plain.transfer, other.transfer)
            #expect(
                found.map(\.description) == [
                    "~ class: STANDARD -> STANDARD_INFREQUENT_ACCESS",
                    "~ encryption: the service's own key -> arn:aws:kms:a",
                    #"~ expiry: (none) -> "ends""#,
                    #"~ global index globalHash: (none) -> "gpk" HASH S, ALL, reads at most 7, writes unlimited"#,
                    #"~ local index localInclude: (none) -> "pk" HASH S, "ln" RANGE N, INCLUDE "a" "b""#,
                    "~ on-demand limits: (none) -> reads unlimited, writes at most 9",
                    "~ stream: (none) -> NEW_IMAGE",
                ])
            #expect(summary.settings == 7 && !summary.isSame && summary.comparesItems)
            let items = try await TableDiff(plain.transfer, other.transfer, cores: 2, itemsOnly: true)
                .run(meter: TransferMeter()) { _ in }
            #expect(items.isSame)
        }
    }
}
