import DynamoModel
import Testing

/// Attributes by name.
@Suite struct AttributeMapTests {
    // The same operations on a dictionary and on the map agree; the names are always in byte order.
    @Test func agreesWithADictionary() {
        var random = Seeded(1)
        var map = AttributeMap()
        var model: [String: AttributeValue] = [:]
        for step in 0..<5_000 {
            let name = "n\(Int.random(in: 0..<60, using: &random))"
            let value: AttributeValue? = Bool.random(using: &random) ? .int(step) : nil
            map[name] = value
            model[name] = value
            #expect(map[name] == value && map.count == model.count)
        }
        #expect(map.names == model.keys.sorted())
        #expect(map == AttributeMap(model.map { ($0.key, $0.value) }))
    }

    // Names are their bytes: composed and decomposed ones are different attributes, and equality sees it.
    @Test func namesAreBytes() {
        let map: AttributeMap = ["\u{e9}": 1, "e\u{301}": 2]
        #expect(map.count == 2 && map["\u{e9}"] == 1 && map["e\u{301}"] == 2)
        #expect(AttributeMap([("\u{e9}", 1)]) != AttributeMap([("e\u{301}", 1)]))
        #expect(AttributeValue.s("\u{e9}") != .s("e\u{301}"))
    }

    // Sorted members are taken as they are; others are refused.
    @Test func sortedMembers() {
        #expect(AttributeMap(sorted: [("a", 1), ("b", 2)]) == ["b": 2, "a": 1])
        #expect(AttributeMap(sorted: [("b", 1), ("a", 2)]) == nil)
        #expect(AttributeMap(sorted: [("a", 1), ("a", 2)]) == nil)
        #expect(AttributeMap(sorted: []) == [:])
    }

    // Of equal names the last counts; merging replaces; projecting keeps what is there.
    @Test func combining() {
        #expect(AttributeMap([("a", 1), ("a", 2)]) == ["a": 2])
        #expect((["a": 1, "b": 1] as AttributeMap).merging(["b": 2, "c": 3]) == ["a": 1, "b": 2, "c": 3])
        #expect((["a": 1, "b": 1] as AttributeMap).projected(to: ["b", "x"]) == ["b": 1])
    }

    // A value is changed in place; there is nothing to change where there is no attribute.
    @Test func updatesInPlace() {
        var map: AttributeMap = ["a": [1]]
        let found: Void? = map.update("a") { $0 = 2 }
        let missed: Void? = map.update("b") { $0 = 2 }
        #expect(found != nil && missed == nil && map == ["a": 2])
    }

    // Many changes in one pass are the same as one by one.
    @Test func changesInOnePass() {
        var random = Seeded(7)
        for _ in 0..<200 {
            let names = (0..<40).map { "n\($0)" }.sorted { $0.compareBytes(with: $1) < 0 }
            var map = AttributeMap()
            for name in names where Bool.random(using: &random) { map[name] = 0 }
            var changes: [(name: String, value: AttributeValue?)] = []
            for name in names where Bool.random(using: &random) {
                changes.append((name, Bool.random(using: &random) ? 1 : nil))
            }
            var expected = map
            for (name, value) in changes { expected[name] = value }
            map.change(sorted: changes)
            #expect(map == expected)
        }
    }
}
