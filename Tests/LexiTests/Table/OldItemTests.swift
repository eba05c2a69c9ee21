import DynamoModel
import Testing

@testable import Lexi

/// Items that older programs wrote, and items that newer ones will write.
@Suite struct OldItemTests {
    // Each item of version 1 reads as the entity that it was made from. This file never changes.
    @Test func itemsOfVersion1() throws {
        let items = try ItemFile("version-1.jsonl").items()
        let entities = try Samples.ofVersion1()
        #expect(items.count == entities.count)
        for (item, entity) in zip(items, entities) { try expect(item, reads: entity) }
    }

    // So do the items of the time when cards were of version 2. This file never changes either.
    @Test func itemsOfVersion2() throws {
        let items = try ItemFile("version-2.jsonl").items()
        let entities = try Samples.ofVersion1() + Samples.addedByVersion2()
        #expect(items.count == entities.count)
        for (item, entity) in zip(items, entities) { try expect(item, reads: entity) }
    }

    // So do the items of the time when cards were listed under their terms: the rows are read, and the guards of words
    // have no terms. This file never changes either.
    @Test func itemsOfVersion3() throws {
        let items = try ItemFile("version-3.jsonl").items()
        let entities = try Samples.ofVersion1() + Samples.addedByVersion2() + Samples.addedByVersion3()
        #expect(items.count == entities.count)
        for (item, entity) in zip(items, entities) { try expect(item, reads: entity) }
        #expect(items.contains { $0["has_listed_terms"]?.bool == true })
    }

    // So do the items of the time when each review wrote its day. This file never changes either.
    @Test func itemsOfVersion4() throws {
        let items = try ItemFile("version-4.jsonl").items()
        let entities =
            try Samples.ofVersion1() + Samples.addedByVersion2() + Samples.addedByVersion3()
            + Samples.addedByVersion4()
        #expect(items.count == entities.count)
        for (item, entity) in zip(items, entities) { try expect(item, reads: entity) }
    }

    private func expect<Entity: ItemConvertible>(_ item: Item, reads entity: Entity) throws {
        #expect(try Entity(item: item) == entity)
    }

    /// A kind that has changed twice: version 1 had `name`, version 2 `names`, version 3 a greeting besides.
    private struct Changed: ItemConvertible {
        static let kind = ItemKind.day
        static let schemaVersion = 3
        static let tableKey = EntityKey(
            .table, Key("CHANGED#", KeyPart("names") { (entity: Changed) in entity.names.first }),
            Key("METADATA#CHANGED"))

        let names: [String]
        let greeting: String

        init(names: [String], greeting: String) { (self.names, self.greeting) = (names, greeting) }

        init(_ read: ItemReader) throws(CorruptItem) {
            self.init(names: try read.strings("names"), greeting: try read.string("greeting"))
        }

        func write(to builder: inout ItemBuilder) {
            builder.set("names", names)
            builder.set("greeting", greeting)
        }

        static func upgrade(_ item: inout Item, from version: Int) {
            if version < 2 { item["names"] = item["name"].map { .l([$0]) } }
            if version < 3 { item["greeting"] = "Hi" }
        }
    }

    // Items of every older version are brought to this one; what is written names its version.
    @Test func olderVersionsAreUpgraded() throws {
        let entity = Changed(names: ["Lan"], greeting: "Hi")
        var item = entity.item
        #expect(item["schema_version"]?.int == 3)
        #expect(try Changed(item: item) == entity)
        item["greeting"] = nil
        item["schema_version"] = .int(2)
        #expect(try Changed(item: item) == entity)
        (item["names"], item["schema_version"]) = (nil, nil)
        item["name"] = "Lan"
        #expect(try Changed(item: item) == entity)
    }

    // What is damaged stays so: an upgrade makes nothing up for what an older version had to have.
    @Test func damageOfOldItems() {
        var item = Changed(names: ["Lan"], greeting: "Hi").item
        (item["names"], item["schema_version"]) = (nil, nil)
        #expect(throws: CorruptItem.self) { try Changed(item: item) }
        for value: AttributeValue in ["3", .int(0), .int(-1), .bool(true)] {
            item["schema_version"] = value
            #expect(throws: CorruptItem.self) { try Changed(item: item) }
        }
    }

    // An item of a newer version is refused as such, of every kind, and nothing of it is read.
    @Test func newerItemsAreRefused() throws {
        for entity in try Samples.all() {
            var item = entity.item
            item["schema_version"] = .int(type(of: entity).schemaVersion + 1)
            let error = #expect(throws: CorruptItem.self) { try type(of: entity).init(item: item) }
            #expect(error?.isNewer == true)
            #expect(error?.description.contains("newer version of the program") == true)
        }
    }
}
