import DynamoModel
import DynamoWire
import Testing

struct ItemTextsTests {
    private static let item: Item = ["pk": "a", "text": "line\n\"quoted\" é", "n": .int(-12), "l": ["x", .null]]

    private func page(_ items: [Item]) -> DynamoResponse {
        .query(PageResponse(items: items, count: items.count, scannedCount: items.count))
    }

    private let query = DynamoRequest.query(QueryRequest(tableName: "abc", keyConditionExpression: "pk = :v"))

    /// An answer has the same bytes whether its items were written before or not.
    @Test func rememberedItemsAreWrittenAsEver() {
        let texts = ItemTexts()
        var other = Self.item
        other["n"] = .int(3)
        for items in [[Self.item], [Self.item, other], [other, Self.item, other], []] {
            #expect(page(items).json(answering: query, texts: texts) == page(items).json(answering: query))
        }
    }

    /// A changed copy of a remembered item is written as it is now, and so is the original.
    @Test func changedItemsAreWrittenAnew() {
        let texts = ItemTexts()
        let get = DynamoRequest.getItem(GetItemRequest(tableName: "abc", key: ["pk": "a"]))
        var item = Self.item
        // What is met for the first time is not kept.
        for _ in 0..<2 { _ = DynamoResponse.getItem(GetItemResponse(item: item)).json(answering: get, texts: texts) }
        item["n"] = .int(99)
        for item in [item, Self.item] {
            let response = DynamoResponse.getItem(GetItemResponse(item: item))
            #expect(response.json(answering: get, texts: texts) == response.json(answering: get))
        }
    }

    /// Pages and items too large to be remembered are written as ever.
    @Test func largeAnswersAreWrittenAsEver() {
        let texts = ItemTexts()
        let items = (0..<150).map { number -> Item in ["pk": .int(number)] }
        let large: Item = ["pk": "a", "text": .s(String(repeating: "x", count: 9000))]
        for response in [page(items), page([large]), page([large])] {
            #expect(response.json(answering: query, texts: texts) == response.json(answering: query))
        }
    }
}
