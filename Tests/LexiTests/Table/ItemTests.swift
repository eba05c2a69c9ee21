import DynamoModel
import Testing

@testable import Lexi

@Suite struct ItemTests {
    // Every entity reads back from its item as it was.
    @Test func entitiesAndItemsAreOne() throws {
        for entity in try Samples.all() { try expectRoundTrip(entity) }
    }

    private func expectRoundTrip<Entity: ItemConvertible>(_ entity: Entity) throws {
        #expect(try Entity(item: entity.item) == entity)
    }

    // Every key that an entity makes has the shape that its kind declares, and no index is left out of the declaration.
    @Test func keysMatchTheirTemplates() throws {
        var seen: Set<ItemKind> = []
        for entity in try Samples.all() {
            let kind = type(of: entity).kind
            seen.insert(kind)
            let item = entity.item
            let key = try #require(ItemKey(item))
            #expect(kind.key.partition.matches(key.partition), "\(kind) \(key)")
            #expect(kind.key.sort.matches(key.sort), "\(kind) \(key)")
            for index in TableIndex.allCases where index != .table {
                guard let partition = item[index.partitionAttribute]?.string else { continue }
                let sort = try #require(item[index.sortAttribute]?.string)
                let isDeclared = kind.indexKeys.contains {
                    $0.index == index && $0.partition.matches(partition) && $0.sort.matches(sort)
                }
                #expect(isDeclared, "\(kind) \(index.rawValue) \(partition) \(sort)")
            }
        }
        #expect(seen == Set(ItemKind.allCases))
    }

    // Sparse keys: a session is in the queue that its status says, an inactive scenario in the directory only.
    @Test func sparseKeys() throws {
        #expect(Samples.session().item["GSI2PK"]?.string == "USER#\(Samples.userID.text)#ACTIVE")
        #expect(Samples.session(.scoring).item["GSI2PK"]?.string?.hasPrefix("JOB#SCORING#") == true)
        #expect(Samples.session(.completed).item["GSI2PK"] == nil)
        #expect(Samples.scenario(isActive: false).item["GSI1PK"] == nil)
        #expect(Samples.scenario(isActive: false).item["GSI3PK"] == nil)
        #expect(Samples.scenario().item["GSI5SK"]?.string == "ORDER#000012#at-the-cafe")
    }

    // A session from before carries keys of indexes that it is no longer in: the next write of it leaves them out.
    @Test func staleIndexKeysGo() throws {
        let old = try #require(try ItemFile("version-1.jsonl").items().first { ItemKind(of: $0) == .session })
        #expect(old["GSI3PK"] != nil && old["GSI4PK"] != nil)
        let written = try Session(item: old).item
        #expect(written["GSI3PK"] == nil && written["GSI3SK"] == nil)
        #expect(written["GSI4PK"] == nil && written["GSI4SK"] == nil)
    }

    // A damaged item names its key and the attribute; nothing is made up for what is missing.
    @Test func damagedItems() throws {
        let whole = try Samples.card().item
        let derived: Set<String> = ["maturity", "schema_version"]
        for name in whole.names where name != "PK" && name != "SK" && !name.hasPrefix("GSI") && !derived.contains(name)
        {
            if ["last_reviewed_at", "source_session_id"].contains(name) { continue }
            var item = whole
            item[name] = nil
            let error = #expect(throws: CorruptItem.self) { try Flashcard(item: item) }
            #expect(error?.attribute == name)
            #expect(error?.key == ItemKey(whole))
            item[name] = .null
            #expect(throws: CorruptItem.self) { try Flashcard(item: item) }
        }
        #expect(throws: CorruptItem.self) { try User(item: whole) }
    }
}
