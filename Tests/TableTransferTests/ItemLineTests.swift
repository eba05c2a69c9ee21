import DynamoModel
import ItemFiles
import TestSupport
import Testing

@testable import TableTransfer

struct ItemLineTests {
    // What is written comes back, every type of it; a line has one line feed, at its end.
    @Test func roundTrip() throws {
        for item in try Samples.items(500, seed: 2) + [try Samples.everything()] {
            var bytes: [UInt8] = []
            ItemLine.append(item, to: &bytes)
            #expect(bytes.firstIndex(of: 0x0a) == bytes.count - 1)
            #expect(try ItemLine.item(bytes) == item)
        }
    }

    // Both forms are read: the wrapped one of exports, and the item alone, even if its only attribute is called "Item".
    @Test func forms() throws {
        let forms: [(String, Item)] = [
            (#"{"Item":{"pk":{"S":"a"}}}"#, ["pk": "a"]), (#"{"pk":{"S":"a"}}"#, ["pk": "a"]),
            (#"{"Item":{"S":"a"}}"#, ["Item": "a"]), (#"{"Item":{"N":"1"}}"#, ["Item": 1]),
            (#"{"Item":{"S":{"S":"a"}}}"#, ["S": "a"]), (#"{"Item":{"Item":{"S":"a"}}}"#, ["Item": "a"]),
            (#"{"Item":{"S":"a"},"n":{"N":"1"}}"#, ["Item": "a", "n": 1]),
            (#" { "Item" : { "pk" : { "B" : "AP8=" } } } "#, ["pk": .b([0, 255])]),
        ]
        for (line, item) in forms { #expect(try ItemLine.item(Array(line.utf8)) == item, "\(line)") }
    }

    // What is no item is refused with the reason.
    @Test(arguments: [
        (#"{"Item":{"pk":{"S":"a"}"#, "breaks off"), (#"["a"]"#, "one to a line"), (#""a""#, "not a JSON object"),
        ("nonsense", "at byte 0"),
        (#"{"pk":"a"}"#, ""), (#"{"Item":{"pk":{"S":1}}}"#, ""), (#"{"pk":{"N":"one"}}"#, "numeric"),
        (#"{"pk":{"B":"?"}}"#, "Base64"), (#"{"pk":{"SS":[]}}"#, "empty"),
        (#"{"pk":{"X":"a"}}"#, "supported datatypes"),
        (#"{"pk":{"S":"a"},"pk":{"S":"b"}}"#, "pk"),
        (#"{"Items":[{"pk":{"S":"a"}}],"Count":1,"ScannedCount":1}"#, "one to a line"),
        (#"{"Responses":{"T":[{"pk":{"S":"a"}}]},"UnprocessedKeys":{}}"#, "one to a line"),
        (#"{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"pk":{"S":"a"}},"NewImage":{}}"#, "incremental"),
    ]) func faults(line: String, reason: String) throws {
        let fault = #expect(throws: ItemLine.Fault.self) { try ItemLine.item(Array(line.utf8)) }
        #expect(try #require(fault).reason.contains(reason) || reason.isEmpty)
    }
}
