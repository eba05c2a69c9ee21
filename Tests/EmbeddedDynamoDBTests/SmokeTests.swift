import DynamoModel
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

@Suite struct SmokeTests {
    /// A table with indexes takes items, and each index has them.
    @Test(arguments: [true, false]) func indexesFollowItems(inMemory: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let engine = try inMemory ? TableEngine.inMemory() : TableEngine.open(path: folder.file("table.db"))
            let table = try await TestTable.make(engine, TestTables.indexed())
            for number in 0..<20 {
                try await table.put([
                    "pk": .s("p\(number % 3)"), "sk": .s("s\(number)"), "ln": .int(number), "gpk": "g",
                    "gsk": .int(-number),
                    "a": "text",
                ])
            }
            try await table.update(
                ["pk": "p1", "sk": "s1"], "SET gsk = :n", if: "a = :a", values: [":n": 99, ":a": "text"])
            try await table.delete(["pk": "p0", "sk": "s0"])
            let page = try await table.query(
                "gpk = :g AND gsk > :n", index: "globalAll", values: [":g": "g", ":n": -3])
            #expect(page.items.map { $0["sk"] } == ["s2", "s1"])
            try await expectIndexesMatch(table)
            let report = try await engine.check()
            #expect(report.findings == [])
            await engine.close()
        }
    }
}
