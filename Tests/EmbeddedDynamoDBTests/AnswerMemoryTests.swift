import DynamoModel
import DynamoWire
import JSONText
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// What answers take of the memory, not only of DynamoDB's bytes, is bounded.
@Suite struct AnswerMemoryTests {
    /// An item of 120 KB by DynamoDB's counting, which takes 2.8 MB while it is answered.
    private static func item(_ number: Int) -> Item {
        ["pk": "p", "sk": .s("\(100 + number)"), "l": .l(Array(repeating: .null, count: 60_000))]
    }

    private static let items = (0..<30).map { item($0) }
    private static let greatest = AnswerMemory.page + item(0).answerMemory

    private func with(_ body: (TestTable) async throws -> Void) async throws {
        let engine = try TableEngine.inMemory()
        let table = try await TestTable.make(engine, TestTables.keyed())
        try await table.putAll(Self.items)
        try await body(table)
        await engine.close()
    }

    private static func memory(_ items: [Item]) -> Int { items.reduce(0) { $0 + $1.answerMemory } }

    // Pages end with the item with which they take too much, and go on after it, in both directions.
    @Test func pagesEnd() async throws {
        try await with { table in
            let scan = try await table.scanPages()
            let forward = try await table.queryPages("pk = :p", values: [":p": "p"])
            let backward = try await table.queryPages("pk = :p", values: [":p": "p"], forward: false)
            for pages in [scan, forward, backward] {
                #expect(pages.allSatisfy { Self.memory($0.items) <= Self.greatest })
                #expect(pages.dropLast().allSatisfy { Self.memory($0.items) > AnswerMemory.page })
            }
            #expect(scan.flatMap(\.items) == Self.items)
            #expect(forward.flatMap(\.items) == Self.items)
            #expect(backward.flatMap(\.items) == Self.items.reversed())
        }
    }

    // What a page counts alone is what it answers: the same items fill one page by their sizes.
    @Test func whatIsNotAnsweredTakesNothing() async throws {
        try await with { table in
            let counted = try await table.scan(select: .count)
            let projected = try await table.scan(projection: "pk, sk")
            #expect(counted.count == 9 && projected.count == 9)
        }
    }

    @Test func statementsEnd() async throws {
        try await with { table in
            var (items, request) = ([Item](), ExecuteStatementRequest(#"SELECT * FROM "Keyed" WHERE pk = 'p'"#))
            repeat {
                let page = try await table.db.executeStatement(request)
                #expect(Self.memory(page.items) <= Self.greatest)
                items += page.items
                request.nextToken = page.nextToken
            } while request.nextToken != nil
            #expect(items == Self.items)
        }
    }

    @Test func batchesLeaveTheRest() async throws {
        try await with { table in
            let limit = AnswerMemory.batch(keys: Self.items.count) + Self.item(0).answerMemory
            var asked = ["Keyed": KeysAndAttributes(keys: Self.items.map(table.key))]
            var (items, answers) = ([Item](), 0)
            while !asked.isEmpty, answers < 10 {
                let answer = try await table.db.batchGetItem(BatchGetItemRequest(requestItems: asked))
                #expect(Self.memory(answer.responses["Keyed"] ?? []) <= limit)
                items += answer.responses["Keyed"] ?? []
                asked = answer.unprocessedKeys
                answers += 1
            }
            #expect(Set(items) == Set(Self.items) && items.count == Self.items.count)
            #expect(answers > 1)
        }
    }

    // A transaction answers all or nothing.
    @Test func transactionsAreRefused() async throws {
        try await with { table in
            func gets(_ count: Int) -> TransactGetItemsRequest {
                TransactGetItemsRequest(
                    transactItems: Self.items.prefix(count).map {
                        TransactGet(tableName: "Keyed", key: table.key(of: $0))
                    })
            }
            func selects(_ count: Int) -> ExecuteTransactionRequest {
                ExecuteTransactionRequest(Self.statements.prefix(count).map { TransactStatement($0) })
            }
            let (got, selected) = (
                try await table.db.transactGetItems(gets(10)), try await table.db.executeTransaction(selects(10))
            )
            #expect(got.items.count == 10 && selected.items.count == 10)
            await #expect(throws: DynamoDBError.self) { try await table.db.transactGetItems(gets(20)) }
            await #expect(throws: DynamoDBError.self) { try await table.db.executeTransaction(selects(20)) }
        }
    }

    private static let statements = items.indices.map {
        #"SELECT * FROM "Keyed" WHERE pk = 'p' AND sk = '\#(100 + $0)'"#
    }

    @Test func statementsOfABatchAreToldToComeAgain() async throws {
        try await with { table in
            let answer = try await table.db.batchExecuteStatement(
                BatchExecuteStatementRequest(Self.statements.prefix(25).map { BatchStatement($0) }))
            let limit = AnswerMemory.batch(keys: 25) + Self.item(0).answerMemory
            #expect(Self.memory(answer.responses.compactMap(\.item)) <= limit)
            #expect(answer.responses.first?.item == Self.items[0])
            #expect(answer.responses.last?.error?.code == "ThrottlingError")
            #expect(answer.responses.allSatisfy { ($0.item == nil) == ($0.error != nil) })
        }
    }

    @Test func recordsOfStreamsEnd() async throws {
        let engine = try TableEngine.inMemory()
        var definition = TestTables.keyed()
        definition.streamViewType = .newImage
        let table = try await TestTable.make(engine, definition)
        try await table.putAll(Self.items)
        let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
        let shard = try #require(try await StreamReader(engine, arn).shards().first)
        var place = try await engine.getShardIterator(
            GetShardIteratorRequest(streamArn: arn, shardId: shard.shardId, kind: .trimHorizon))
        var images: [Item] = []
        while images.count < Self.items.count {
            let page = try await engine.getRecords(GetRecordsRequest(shardIterator: place))
            #expect(!page.records.isEmpty && page.records.reduce(0) { $0 + $1.answerMemory } <= Self.greatest + 1_000)
            images += page.records.compactMap(\.newImage)
            guard !page.records.isEmpty, let next = page.nextShardIterator else { break }
            place = next
        }
        #expect(images == Self.items)
        await engine.close()
    }

    // MARK: What is counted

    // The text of an answer is never longer than what is counted for it.
    @Test func textsAreCounted() throws {
        var random = SeededGenerator(seed: 91)
        for _ in 0..<500 {
            let item = try random.attributes(upTo: 8)
            var writer = JSONWriter()
            writer.attributes(item)
            let counted = item.answerMemory - item.memorySize
            #expect(counted >= writer.bytes.count, "\(item)")
            // Control characters with a short form, and commas after the last of each list.
            #expect(counted <= 6 * writer.bytes.count + 64)
        }
    }

    // What small answers take is not counted: nothing takes more than eighty times its size.
    @Test func sizesBoundMemory() throws {
        let count = 1_000
        let extremes: [AttributeValue] = [
            .l(Array(repeating: .null, count: count)), .l(Array(repeating: .s(""), count: count)),
            .l(Array(repeating: .b([]), count: count)), .l(Array(repeating: .l([]), count: count)),
            .l(Array(repeating: .m([:]), count: count)),
            .l(Array(repeating: .n(try DynamoNumber("-1e-130")), count: count)),
            .ns(try AttributeSet((0..<count).map { DynamoNumber($0) })),
            .ns(try AttributeSet((1...9).map { try DynamoNumber("\($0)e125") })),
            .ns(try AttributeSet((1...99).map { try DynamoNumber("-\($0)e-130") })),
            .s(String(repeating: "\0", count: count)),
            .m(Item((0..<count).map { (String(UnicodeScalar(UInt8($0 % 128))) + "\($0)", .null) })),
        ]
        for value in extremes {
            let item: Item = ["k": value]
            // Besides what one attribute takes, whatever its size.
            #expect(item.answerMemory <= 80 * item.itemSize + 256, "\(item.answerMemory) \(item.itemSize)")
        }
    }
}
