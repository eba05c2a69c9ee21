import DynamoModel
import Testing

@testable import DynamoExpressions

/// `AttributesToGet` has no limit but the body's: what an item costs does not grow with the names that are asked for.
@Suite struct PathSearchTests {
    @Test func aNameIsFoundByHalves() {
        let names = (0..<4_096).map { "a\(10_000 + $0)" }
        for (name, isThere) in [("a10000", true), ("a14095", true), ("a12000", true), ("a9", false), ("b", false)] {
            var looks = 0
            let counted = names.lazy.map { name in
                looks += 1
                return name
            }
            #expect(PathOrder.holds(name, in: counted) == isThere, "\(name)")
            #expect(looks <= 13, "\(name)")
        }
    }

    /// With more names than the item has attributes, and with fewer, the same parts are found.
    @Test func bothWaysFindTheSame() {
        let item: Item = ["a": 1, "b": 2, "c": 3, "\u{e9}": 4]
        let asked = ["c", "a", "e\u{301}", "x"]
        let many = asked + (0..<100).map { "n\($0)" }
        for names in [asked, many] {
            let paths = ProjectionPaths(names.map { DocumentPath(attribute: $0) })
            #expect(paths.project(item) == ["a": 1, "c": 3])
        }
    }
}
