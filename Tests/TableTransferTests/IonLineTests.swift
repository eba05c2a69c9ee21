import DynamoModel
import ItemFiles
import TestSupport
import Testing

@testable import TableTransfer

struct IonLineTests {
    // What is written comes back, every type of it; a line has one line feed, at its end.
    @Test func roundTrip() throws {
        for item in try Samples.items(500, seed: 3) + [try Samples.everything()] {
            var bytes: [UInt8] = []
            ItemLine.append(item, as: .ion, to: &bytes)
            #expect(bytes.firstIndex(of: 0x0a) == bytes.count - 1)
            #expect(ItemLine.format(of: bytes) == .ion)
            #expect(try ItemLine.item(bytes, as: .ion) == item)
            #expect(try ItemLine.wrappedItem(bytes, as: .ion) == item)
        }
    }

    // The example of the Developer Guide, and spellings that mean the same.
    @Test func forms() throws {
        let book: Item = [
            "Authors": try .strings("Author1", "Author2"), "Dimensions": "8.5 x 11.0 x 1.5", "Id": 103,
            "InPublication": false,
            "PageCount": 600, "Price": 2000, "Title": "Book 103 Title",
        ]
        let line = #"""
            $ion_1_0 {Item:{Authors:$dynamodb_SS::["Author1","Author2"],Dimensions:"8.5 x 11.0 x 1.5",Id:103.,InPublication:false,PageCount:6d2,Price:2d3,Title:"Book 103 Title"}}
            """#
        #expect(try ItemLine.item(Array(line.utf8), as: .ion) == book)
        let same: [(String, Item)] = [
            ("{a:-0d999}", ["a": 0]), ("{a:12}", ["a": 12]), ("{'Item':{\"a\":null}}", ["a": .null]),
            ("{Item:1d1}", ["Item": 10]), ("{a:$dynamodb_NS::[1d0,2.5]}", ["a": try .numbers("1", "2.5")]),
            ("{a:$dynamodb_BS::[{{AA==}}]}", ["a": try .binaries([0])]), ("{a:[{b:{{}}}]}", ["a": [["b": .b([])]]]),
        ]
        for (text, item) in same { #expect(try ItemLine.item(Array(text.utf8), as: .ion) == item, "\(text)") }
    }

    // What is no item is refused with the reason and the place.
    @Test(arguments: [
        ("{Item:{a:1", "breaks off"), ("[1]", "a list at byte 0"), ("{a:1,a:2}", "two fields of the same name"),
        ("{a:$dynamodb_SS::[]}", "at byte 17 is a set without elements"),
        ("{a:$dynamodb_SS::[1]}", "byte 18 does not belong"),
        ("{a:$dynamodb_NS::[1,1.]}", "an element twice"), ("{a:$dynamodb_XS::[1]}", "$dynamodb_XS"),
        ("{a:x::1}", "the annotation x"), ("{a:$dynamodb_SS::\"a\"}", "not a list"), ("{a:1d126}", "overflow"),
        ("{a:1d-131}", "underflow"), ("{a:1234567890123456789012345678901234567890123}", "38 significant digits"),
        ("{a:2026-01-01}", "timestamp"), ("{a:1e0}", "float"), ("x::{a:1}", "not a struct of attributes"),
        ("{Metadata:{WriteTimestampMicros:1.},Keys:{a:1}}", "incremental"),
        ("{a:" + String(repeating: "[", count: 33) + String(repeating: "]", count: 33) + "}", "32 levels"),
    ]) func faults(line: String, reason: String) throws {
        let fault = #expect(throws: ItemLine.Fault.self) { try ItemLine.item(Array(line.utf8), as: .ion) }
        #expect(try #require(fault).reason.contains(reason), "\(fault?.reason ?? "")")
    }

    // Changes go there and back in both forms, with and without images.
    @Test(arguments: [TransferFormat.json, .ion]) func changes(format: TransferFormat) throws {
        let (key, item): (Item, Item) = (["pk": "all", "sk": "everything"], try Samples.everything())
        for (old, new) in [(nil, item), (item, nil), (item, item.merging(["more": 1])), (nil, nil)] as [(Item?, Item?)]
        {
            let change = ExportedChange(time: 1_777_717_800_123_000, key: key, old: old, new: new)
            var bytes: [UInt8] = []
            ItemLine.append(change, as: format, to: &bytes)
            #expect(bytes.firstIndex(of: 0x0a) == bytes.count - 1)
            #expect(ItemLine.isChange(bytes, as: format))
            #expect(try ItemLine.change(bytes, as: format) == change)
        }
        for time in [#""x""#, "-1.", "1.5", "null"] {
            let line = "{Metadata:{WriteTimestampMicros:\(time)},Keys:{a:1}}"
            let fault = #expect(throws: ItemLine.Fault.self) { try ItemLine.change(Array(line.utf8), as: .ion) }
            #expect(fault?.reason.contains("WriteTimestampMicros") ?? false)
        }
    }
}
