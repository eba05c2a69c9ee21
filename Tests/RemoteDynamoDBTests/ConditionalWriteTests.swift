import DynamoModel
import DynamoWire
import Testing

@testable import RemoteDynamoDB

/// Which conditional writes are sent again, and which items prove that they were done.
@Suite struct ConditionalWriteTests {
    private static let parameters: [String: AttributeValue] = [
        ":new": 5, ":old": 4, ":one": 1, ":text": "mine", ":list": ["x"],
    ]

    private func update(_ expression: String?, if condition: String, returning: ReturnValues = .none)
        -> ConditionalWrite?
    {
        let both = "\(expression ?? "") \(condition)"
        let values = Self.parameters.filter { both.contains($0.key) }
        return ConditionalWrite(
            .updateItem(
                UpdateItemRequest(
                    tableName: "Words", key: ["pk": "a"], updateExpression: expression, conditionExpression: condition,
                    parameters: ExpressionParameters(values: values.isEmpty ? nil : values),
                    returnValues: returning)))
    }

    private func put(_ item: Item, if condition: String) -> ConditionalWrite? {
        ConditionalWrite(
            .putItem(
                PutItemRequest(
                    tableName: "Words", item: item, conditionExpression: condition,
                    parameters: ExpressionParameters(
                        values: condition.contains(":old") ? [":old": 4] : nil))))
    }

    // Without a condition, nothing makes a repetition harmless.
    @Test func noCondition() {
        #expect(ConditionalWrite(.putItem(RemoteDynamoDBTests.put("a", "b"))) == nil)
    }

    // An update is sent again when the condition is certainly false of what it leaves behind.
    @Test(arguments: [
        ("SET version = :new", "version = :old"),
        ("SET version = :new, n = n + :one", "version = :old AND holder = :text"),
        ("SET version = version + :one", "version = :old"),
        ("SET version = version - :one", ":old = version"),
        ("REMOVE latch", "attribute_exists(latch)"),
        ("SET latch = :text", "attribute_not_exists(latch)"),
        ("SET version = :new", "NOT (version > :old OR version = :new)"),
        ("SET version = :new", "version BETWEEN :one AND :old"),
        ("SET version = :new", "attribute_not_exists(pk)"),
    ])
    func updatesThatCannotBeDoneTwice(_ expression: String, _ condition: String) {
        #expect(update(expression, if: condition)?.cannotBeDoneTwice == true)
    }

    // A condition on one of two names that look alike says nothing of an update of the other.
    @Test func namesThatAreCanonicallyEqual() {
        let write = ConditionalWrite(
            .updateItem(
                UpdateItemRequest(
                    tableName: "Words", key: ["pk": "a"], updateExpression: "SET #d = :new",
                    conditionExpression: "#c = :old",
                    parameters: ExpressionParameters(
                        names: ["#c": "\u{e9}", "#d": "e\u{301}"], values: [":old": 4, ":new": 5]))))
        #expect(write?.cannotBeDoneTwice == false)
    }

    // One that could be done twice, or of which that is not known, is not.
    @Test(arguments: [
        ("SET n = n + :one", "attribute_exists(pk)"),
        ("ADD n :one", "n < :new"),
        ("SET n = :new", "attribute_exists(pk)"),
        ("SET wording = :text", "version = :old"),
        ("SET n = :new", "n = :old OR holder = :text"),
        ("SET m.version = :new", "m.version = :old"),
        ("SET n = if_not_exists(n, :one)", "n = :old"),
    ])
    func updatesThatCouldBeDoneTwice(_ expression: String, _ condition: String) {
        #expect(update(expression, if: condition)?.cannotBeDoneTwice == false)
    }

    // A put is known as a whole, and so is what a delete leaves.
    @Test func putsAndDeletes() {
        let item: Item = ["pk": "a", "version": 5, "wording": "mine"]
        #expect(put(item, if: "attribute_not_exists(pk)")?.cannotBeDoneTwice == true)
        #expect(put(item, if: "version = :old")?.cannotBeDoneTwice == true)
        #expect(put(item, if: "version > :old")?.cannotBeDoneTwice == false)
        #expect(put(item, if: "attribute_exists(pk)")?.cannotBeDoneTwice == false)
        let condition = DeleteItemRequest(
            tableName: "Words", key: ["pk": "a"], conditionExpression: "attribute_exists(pk)")
        #expect(ConditionalWrite(.deleteItem(condition))?.cannotBeDoneTwice == true)
        var always = condition
        always.conditionExpression = "attribute_not_exists(held)"
        #expect(ConditionalWrite(.deleteItem(always))?.cannotBeDoneTwice == false)
    }

    // An update is proven by all that it set and removed, whatever else has changed since.
    @Test func proofOfAnUpdate() {
        let write = update("SET version = version + :one, wording = :text REMOVE former", if: "version = :old")
        #expect(write?.isProven(by: ["pk": "a", "version": 5, "wording": "mine", "other": 1], keys: ["pk"]) == true)
        #expect(write?.isProven(by: ["pk": "a", "version": 6, "wording": "mine"], keys: ["pk"]) == false)
        #expect(write?.isProven(by: ["pk": "a", "version": 5, "wording": "theirs"], keys: ["pk"]) == false)
        #expect(write?.isProven(by: ["pk": "a", "version": 5, "wording": "mine", "former": 1], keys: ["pk"]) == false)
        #expect(write?.isProven(by: nil, keys: ["pk"]) == false)
        let nested = update("SET version = :new, m.parts[0] = :text", if: "version = :old")
        #expect(nested?.isProven(by: ["version": 5, "m": ["parts": ["mine"]]], keys: ["pk"]) == true)
        #expect(nested?.isProven(by: ["version": 5, "m": ["parts": []]], keys: ["pk"]) == false)
    }

    // A counter alone proves nothing: somebody else who counted would have written the same.
    @Test func counterIsNoProof() {
        let bare = update("SET version = :new", if: "version = :old")
        #expect(bare?.isProven(by: ["pk": "a", "version": 5], keys: ["pk"]) == false)
        let put = put(["pk": "a", "version": 5], if: "version = :old")
        #expect(put?.isProven(by: ["pk": "a", "version": 5], keys: ["pk"]) == false)
        let lock = self.put(["pk": "latch"], if: "attribute_not_exists(pk)")
        #expect(lock?.isProven(by: ["pk": "latch"], keys: ["pk"]) == false)
    }

    // What an update computes from what is not known proves nothing.
    @Test(arguments: [
        "SET version = :new, wording = :text, n = n + :one", "SET version = :new, wording = :text ADD n :one",
        "SET version = :new, wording = :text, l = list_append(l, :list)",
        "SET version = :new, wording = if_not_exists(wording, :text)",
    ])
    func computedIsNoProof(_ expression: String) {
        let write = update(expression, if: "version = :old")
        #expect(write?.cannotBeDoneTwice == true)
        let item: Item = ["pk": "a", "version": 5, "wording": "mine", "n": 1, "l": ["x"]]
        #expect(write?.isProven(by: item, keys: ["pk"]) == false)
    }

    // A put is proven by the very item.
    @Test func proofOfAPut() {
        let item: Item = ["pk": "a", "version": 5, "wording": "mine"]
        let write = put(item, if: "attribute_not_exists(pk)")
        #expect(write?.isProven(by: item, keys: ["pk"]) == true)
        #expect(write?.isProven(by: item.merging(["more": 1]), keys: ["pk"]) == false)
        #expect(write?.isProven(by: nil, keys: ["pk"]) == false)
        #expect(write?.key(["pk"]) == ["pk": "a"])
    }

    // A write that returns attributes cannot be answered after the fact.
    @Test(arguments: [ReturnValues.allOld, .allNew, .updatedOld, .updatedNew])
    func returnValues(_ returning: ReturnValues) {
        let write = update("SET version = :new, wording = :text", if: "version = :old", returning: returning)
        #expect(write?.cannotBeDoneTwice == true)
        #expect(write?.isProven(by: ["pk": "a", "version": 5, "wording": "mine"], keys: ["pk"]) == false)
    }
}
