import DynamoModel
import DynamoWire
import JSONText
import TestSupport
import Testing

@testable import TableTransfer

struct BatchWriterTests {
    private static func sentBytes(_ items: [Item]) -> Int {
        items.reduce(0) { sum, item in
            var writer = JSONWriter()
            writer.attributes(item)
            return sum + writer.bytes.count
        }
    }

    private static func items(_ count: Int, _ value: AttributeValue) -> [Item] {
        (0..<count).map { ["pk": "p", "sk": .int($0), "v": value] }
    }

    /// The items of each batch that puts them.
    private static func batches(_ items: [Item]) -> [[Item]] {
        BatchWriter.batches(items.map { .put(item: $0) }).map { batch in
            batch.compactMap { if case .put(let item) = $0 { item } else { nil } }
        }
    }

    // A batch has 25 items at most, and no more than the 16 MB that a request may have, whatever the JSON of the items
    // makes of them: U+0001 is written as six characters, and -1E-130 with all its zeros. No item is lost, and their
    // order stays.
    @Test func batchesFitIntoRequests() throws {
        let tiny = try AttributeValue.decimal("-1E-130")
        for (items, expected) in [
            (Self.items(0, "x"), [Int]()), (Self.items(25, "x"), [25]), (Self.items(60, "x"), [25, 25, 10]),
            (Self.items(25, .s(String(repeating: "x", count: 400_000))), [25]),
            (Self.items(8, .s(String(repeating: "\u{1}", count: 400_000))), [6, 2]),
            (Self.items(3, .l(Array(repeating: tiny, count: 100_000))), [1, 1, 1]),
        ] {
            let batches = Self.batches(items)
            #expect(batches.map(\.count) == expected)
            #expect(batches.flatMap { $0 } == items)
            for batch in batches { #expect(Self.sentBytes(batch) <= DynamoLimits.batchWriteSize) }
        }
    }

    // One item that is longer than a request may be is a separate batch: the table says what is wrong with it.
    @Test func longItem() throws {
        let tiny = try AttributeValue.decimal("-1E-130")
        let items = Self.items(1, "x") + Self.items(1, .l(Array(repeating: tiny, count: 130_000))) + Self.items(1, "x")
        #expect(Self.sentBytes(items) > DynamoLimits.batchWriteSize)
        #expect(Self.batches(items).map(\.count) == [1, 1, 1])
    }
}
