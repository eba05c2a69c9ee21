import Testing

@testable import IonText

struct IonWriterTests {
    // Readers bound what stands without quotes.
    @Test(arguments: [256, 257, 1_024, 1_025, 65_535]) func longNames(count: Int) throws {
        var writer = IonWriter()
        writer.beginStructure()
        writer.name(String(repeating: "a", count: count))
        writer.bool(true)
        writer.endStructure()
        let fields = try #require(try IonValue.parse(writer.bytes).fields)
        #expect(fields.map(\.name.utf8.count) == [count])
    }

    // Everything that is written is one line, and is read as it was.
    @Test func roundTrip() throws {
        let texts = [
            "", "a", "é😀", "\"'\\\n\r\t\u{0}\u{7f}\u{2028}", "null", "nan", "$10", "$", "$ion", "a b", "9a", "_x",
        ]
        var writer = IonWriter()
        writer.marker()
        writer.beginStructure()
        for text in texts {
            writer.name(text)
            writer.annotation(text)
            writer.beginList()
            writer.string(text)
            writer.blob(Array(text.utf8))
            writer.null()
            writer.bool(true)
            writer.decimal("1.5")
            writer.beginList()
            writer.endList()
            writer.endList()
        }
        writer.endStructure()
        #expect(!writer.bytes.contains { $0 < 0x20 })
        let fields = try #require(try IonValue.parse(writer.bytes).fields)
        #expect(fields.map(\.name) == texts)
        for (field, text) in zip(fields, texts) {
            #expect(field.value.annotations == [text])
            guard case .list(let elements) = field.value.form else {
                Issue.record("no list")
                continue
            }
            #expect(
                elements.map(\.form) == [
                    .string(text), .blob(Array(text.utf8)), .null, .bool(true), .decimal("1.5"), .list([]),
                ])
        }
    }
}
