import DynamoModel
import DynamoWire
import JSONText
import Synchronization
import TableStore
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// Reads whose items are wanted in the form of the wire.
@Suite struct WireItemsTests {
    private static let table = CreateTableRequest(
        tableName: "abc", attributeDefinitions: [AttributeDefinition("k", .s), AttributeDefinition("n", .n)],
        keySchema: [KeySchemaElement("k", .hash), KeySchemaElement("n", .range)],
        globalSecondaryIndexes: [
            SecondaryIndex(
                indexName: "whole", keySchema: [KeySchemaElement("n", .hash)], projection: .all),
            SecondaryIndex(
                indexName: "keys", keySchema: [KeySchemaElement("n", .hash)], projection: .keysOnly),
        ])

    /// Items of all types of values, with texts that need escapes and names that are too long for a number.
    private static func items() throws -> [Item] {
        var random = SeededGenerator(seed: 7)
        let texts = [
            "", "plain", "\"quoted\" \\ and\nmore\u{1}", "từ thứ 7", "x\t", String(repeating: "y", count: 2000),
        ]
        return try (0..<60).map { number in
            var item: Item = ["k": "a", "n": .int(number), "m": .m(try random.attributes(upTo: 6, depth: 3))]
            item["text \"\(number % 7)\""] = .s(texts[number % texts.count])
            item[String(repeating: "long", count: 30)] = .int(number.isMultiple(of: 2) ? .min : -number)
            item["big"] = .n(try DynamoNumber("-1.50E-7"))
            item["tens"] = .int(1000 * number)
            return item
        }
    }

    /// An engine that keeps no items.
    private static func forgetful() throws -> TableEngine {
        var options = TableEngine.Options()
        options.decodedBytes = 0
        return try TableEngine.inMemory(options: options)
    }

    private func withItems(
        _ engine: TableEngine, _ body: (TableEngine, [Item]) async throws -> Void
    ) async throws {
        _ = try await engine.createTable(Self.table)
        let items = try Self.items()
        for item in items { _ = try await engine.putItem(PutItemRequest(tableName: "abc", item: item)) }
        try await body(engine, items)
        await engine.close()
    }

    private func text(_ item: Item) -> String {
        var json = JSONWriter()
        json.attributes(item)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func texts(_ items: WireItems?) -> [String] {
        var texts: [String] = []
        items?.forEach { found in
            switch found {
            case .item(let item): texts.append(text(item))
            case .text(let json): texts.append(String(decoding: json, as: UTF8.self))
            }
        }
        return texts
    }

    private func query(_ index: String? = nil, n: Int? = nil) -> QueryRequest {
        var values: [String: AttributeValue] = [:]
        if let n { values[":n"] = .int(n) } else { values[":k"] = "a" }
        var request = QueryRequest(
            tableName: "abc", indexName: index, keyConditionExpression: n == nil ? "k = :k" : "n = :n",
            parameters: ExpressionParameters(values: values))
        request.itemForm = .json
        return request
    }

    /// What is written from rows is, byte for byte, what is written of the items.
    @Test func rowsAreWrittenAsTheirItemsAre() async throws {
        try await withItems(try Self.forgetful()) { engine, items in
            let page = try await engine.query(query())
            #expect(page.items.isEmpty && page.count == items.count)
            #expect(page.wireItems?.values.isEmpty == true)
            #expect(texts(page.wireItems) == items.map(text))
            for (number, item) in items.enumerated() {
                var get = GetItemRequest(tableName: "abc", key: ["k": "a", "n": .int(number)])
                get.itemForm = .json
                let found = try await engine.getItem(get)
                #expect(found.item == nil && texts(found.wireItem) == [text(item)])
                let entry = try await engine.query(query("whole", n: number))
                #expect(texts(entry.wireItems) == [text(item)])
                let keys = try await engine.query(query("keys", n: number))
                #expect(texts(keys.wireItems) == [text(["k": "a", "n": .int(number)])])
            }
            var scan = ScanRequest(tableName: "abc", limit: 7)
            scan.itemForm = .json
            let part = try await engine.scan(scan)
            #expect(texts(part.wireItems) == items.prefix(7).map(text) && part.lastEvaluatedKey != nil)
        }
    }

    /// Where an item is needed as a value, it is one.
    @Test func partsAndFilteredItemsAreValues() async throws {
        try await withItems(try Self.forgetful()) { engine, items in
            var request = query()
            request.projectionExpression = .text("big")
            #expect(try await engine.query(request).items == items.map { $0.projected(to: ["big"]) })
            request = query()
            request.filterExpression = .text("tens < :t")
            request.parameters.values?[":t"] = 5000
            let page = try await engine.query(request)
            #expect(page.items == Array(items.prefix(5)) && page.wireItems == nil)
            request = query()
            request.select = .count
            #expect(try await engine.query(request) == PageResponse(count: items.count, scannedCount: items.count))
        }
    }

    /// The answer has the same bytes whether its rows were written or its items were known, and as often as it is
    /// asked.
    @Test func knownItemsAreAnsweredAlike() async throws {
        try await TemporaryFolder.with { folder in
            for (name, memory) in [("known.db", nil), ("unknown.db", 0)] {
                var options = TableEngine.Options()
                if let memory { (options.decodedBytes, options.writtenBytes) = (memory, memory) }
                let engine = try TableEngine.open(path: folder.file(name), options: options)
                try await withItems(engine) { engine, items in
                    let values = try await engine.query(
                        QueryRequest(
                            tableName: "abc", keyConditionExpression: "k = :k",
                            parameters: ExpressionParameters(values: [":k": "a"])))
                    let request = DynamoRequest.query(query())
                    for _ in 0..<3 {
                        let page = try await engine.query(query())
                        #expect(
                            DynamoResponse.query(page).json(answering: request)
                                == DynamoResponse.query(values).json(answering: request))
                    }
                }
            }
        }
    }

    /// Items and bytes are reported as of values.
    @Test func observersAreToldAlike() async throws {
        let records = Mutex<[OperationRecord]>([])
        let engine = try TableEngine.inMemory(observer: { record in records.withLock { $0.append(record) } })
        try await withItems(engine) { engine, items in
            records.withLock { $0 = [] }
            _ = try await engine.query(query())
            let record = try #require(records.withLock { $0.first })
            #expect(record.items == items.count && record.bytes == items.reduce(0) { $0 + $1.itemSize })
        }
    }
}
