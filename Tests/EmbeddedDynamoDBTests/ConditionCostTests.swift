import DynamoExpressions
import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Conditions and filters that take long do so where nobody waits for them.
@Suite struct ConditionCostTests {
    private static let size = 200_000
    private static let item: Item = ["pk": "a", "sk": "b", "v": .s(String(repeating: "a", count: size))]
    private static let key: Item = ["pk": "a", "sk": "b"]

    /// Searches that each look at every byte of the value twice, and that together exceed what the writer gives.
    private static let searches = 24
    private static let text = (0..<searches).map { "contains(v,:\($0))" }.joined(separator: " OR ")

    private static func values(finding found: Bool) -> [String: AttributeValue] {
        var values: [String: AttributeValue] = [:]
        for number in 0..<searches {
            let isFound = found && number == searches - 1
            values[":\(number)"] = .s(String(repeating: "a", count: 9) + (isFound ? "" : "b\(number)"))
        }
        return values
    }

    private static func prepared(_ engine: TableEngine, finding found: Bool) throws -> PreparedWrite {
        let condition = try TableEngine.condition(
            .text(text), ExpressionParameters(names: nil, values: values(finding: found)))
        return try PreparedWrite.keyed(key, engine.table("Keyed"), .delete, condition: condition)
    }

    private func with(_ body: (TableEngine, TestTable) async throws -> Void) async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.keyed())
        try await table.put(Self.item)
        try await body(engine, table)
        await engine.close()
    }

    // On the writer's thread a condition stops with the search in which the budget ends; with a judgement of the row it
    // takes nothing; when the row has changed since, the judgement says nothing.
    @Test func theWriterDoesNotEvaluateThem() async throws {
        try await with { engine, table in
            let write = try Self.prepared(engine, finding: false)
            let oneSearch = 2 * (Self.size + 100)
            func plan(_ write: PreparedWrite) async throws -> (isOverrun: Bool, spent: Int) {
                try await engine.onWriter { (writer) throws(EngineFault) in
                    var budget = EvaluationBudget(limit: Judgement.writerSteps)
                    do throws(EngineFault) { _ = try writer.plan(write, &budget) } catch {
                        guard case .request = error else { return (budget.isExhausted, budget.spent) }
                    }
                    return (false, budget.spent)
                }
            }
            let first = try await plan(write)
            #expect(first.isOverrun)
            #expect(first.spent <= Judgement.writerSteps + oneSearch)
            var judged = write
            let row = try engine.read { (connection) throws(EngineFault) in
                try connection.row(write.table, write.key)
            }
            judged.judgement = Judgement(row: row?.bytes, holds: false)
            let second = try await plan(judged)
            #expect(!second.isOverrun && second.spent == 0)
            try await table.put(Self.item.merging(["w": 1]))
            #expect(try await plan(judged).isOverrun)
        }
    }

    // The answers are those of any other condition.
    @Test func answersAreRight() async throws {
        try await with { engine, table in
            await expectError(.conditionalCheckFailed) {
                try await table.put(Self.item, if: Self.text, values: Self.values(finding: false))
            }
            try await table.put(
                Self.item.merging(["w": 1]), if: Self.text, values: Self.values(finding: true))
            #expect(try await table.get(Self.key)?["w"] == 1)
            let check = TransactWrite(
                tableName: table.name, .conditionCheck(key: Self.key), conditionExpression: Self.text,
                parameters: ExpressionParameters(names: nil, values: Self.values(finding: false)))
            let put = TransactWrite(tableName: table.name, .put(item: ["pk": "a", "sk": "c"]))
            let refused = TransactWriteItemsRequest(transactItems: [put, check])
            await expectError(.transactionCanceled) { try await engine.transactWriteItems(refused) }
            #expect(try await table.get(["pk": "a", "sk": "c"]) == nil)
        }
    }

    // A row that others change while its condition is evaluated is judged as it is when the write's turn comes.
    @Test func changesMeanwhileAreSeen() async throws {
        try await with { engine, table in
            let done = Mutex(false)
            let changes = Task {
                var number = 0
                while !done.withLock({ $0 }), number < 6 {
                    number += 1
                    try await table.put(Self.item.merging(["w": .int(number)]))
                }
                return number
            }
            let answer = try await table.put(
                Self.item.merging(["last": true]), if: Self.text, values: Self.values(finding: true),
                returning: .allOld)
            done.withLock { $0 = true }
            _ = try await changes.value
            #expect(answer.attributes?["v"] == Self.item["v"])
        }
    }

    // A filter ends its slice, on the caller's thread in the middle of a row, and the page when it has taken enough;
    // together the pages answer what one would.
    @Test func filtersEndSlicesAndPages() async throws {
        try await with { engine, table in
            for number in 0..<3 {
                try await table.put(["pk": "a", "sk": .s("\(number)"), "v": Self.item["v"] ?? .null])
            }
            let request = QueryRequest(
                tableName: table.name, keyConditionExpression: "pk = :pk", filterExpression: Self.text,
                parameters: ExpressionParameters(
                    names: nil, values: Self.values(finding: true).merging([":pk": "a"]) { $1 }))
            var reader = try engine.pageReader(request)
            var page = PageReader.Page()
            let perRow = 2 * Self.searches * (Self.size + 100)
            var slices = 0
            var isComplete = false
            while !isComplete {
                let before = page.steps
                isComplete = try engine.read { (connection) throws(EngineFault) in
                    try reader.readSlice(into: &page, connection)
                }
                slices += 1
                #expect(page.steps - before <= (slices == 1 ? PageReader.Page.stepsPerSlice + perRow / 8 : perRow))
                #expect(slices > 1 || page.scanned == 0)
            }
            #expect(slices >= 4)
            #expect(page.matched == 4)
            reader = try engine.pageReader(request)
            page = PageReader.Page()
            page.mostSteps = perRow * 3 / 2
            while try !engine.read({ (connection) throws(EngineFault) in
                try reader.readSlice(into: &page, connection)
            }) {}
            #expect(page.isCut)
            #expect(page.scanned == 2)
            #expect(try reader.response(page, .none).lastEvaluatedKey == ["pk": "a", "sk": "1"])
            #expect(try await engine.query(request).count == 4)
        }
    }
}
