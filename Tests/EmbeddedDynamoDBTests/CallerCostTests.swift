import DynamoModel
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// What a caller can make long costs as much as it is long, not its square: each element is looked at a few times.
@Suite struct CallerCostTests {
    private static let count = 2_000

    /// Runs `body` on elements of which each look is counted.
    private static func looks<Element>(
        _ elements: [Element], _ body: (LazyMapCollection<[Element], Element>) -> Void
    ) -> Int {
        var looks = 0
        body(
            elements.lazy.map { element in
                looks += 1
                return element
            })
        return looks
    }

    @Test func tags() {
        let tags = (0..<Self.count).map { Tag(key: "k\($0)", value: "v") }
        let looks = Self.looks(tags) { tags in
            // Their number alone is wrong.
            let error = #expect(throws: EngineFault.self) { try TagRules.check(tags) }
            #expect(error?.answer.message == "Number of Tags exceed the current limit for the provided ResourceArn")
        }
        #expect(looks >= Self.count && looks <= 3 * Self.count)
    }

    @Test func definitions() {
        let names = (0..<Self.count).map { AttributeDefinition("a\($0)", .s) }
        let looks = Self.looks(names) { names in
            #expect(throws: Never.self) { try SchemaRules.checkDefinitions(names) }
        }
        #expect(looks >= Self.count && looks <= 3 * Self.count)
    }

    /// The first repetition is refused where it stands, in its turn among other faults.
    @Test func repetitions() {
        let tags = [Tag(key: "a", value: ""), Tag(key: "b", value: ""), Tag(key: "a", value: "")]
        let error = #expect(throws: EngineFault.self) { try TagRules.check(tags) }
        #expect(error?.answer.message.hasSuffix("Duplicate Tag Key found a") == true)
        let earlier = #expect(throws: EngineFault.self) { try TagRules.check([Tag(key: "aws:x", value: "")] + tags) }
        #expect(earlier?.answer.message == "Tag Key cannot be prefixed with aws:, Key: aws:x")
        let names = [AttributeDefinition("a", .s), AttributeDefinition("a", .n), AttributeDefinition("", .s)]
        let repeated = #expect(throws: EngineFault.self) { try SchemaRules.checkDefinitions(names) }
        #expect(repeated?.answer.message == "Attribute Name is duplicated: a")
    }
}
