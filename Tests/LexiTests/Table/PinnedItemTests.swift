import DynamoModel
import Testing

@testable import Lexi

/// What stands in the table, byte for byte. A change of these files is a change of what is stored: it needs a new
/// version of the kind (see `ItemConvertible`), and the lines so far go to a file of old items.
@Suite struct PinnedItemTests {
    // Every kind's item in every state that has other index keys is exactly the one in the file, index keys included.
    @Test func itemsAreThoseOfTheFile() throws {
        let file = ItemFile("current.jsonl")
        let items = try Samples.all().map(\.item)
        if ItemFile.isWriting { try file.write(items) }
        for (item, line) in zip(items, try file.lines()) { #expect(ItemFile.line(item) == line) }
        #expect(try file.lines().count == items.count)
    }
}
