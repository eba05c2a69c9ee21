import DynamoExpressions
import DynamoModel
import Testing

/// Updates that could take much more than the item that comes of them.
@Suite struct UpdateCostTests {
    private static let tooLarge = "Item size to update has exceeded the maximum allowed size"

    // New values that are together larger than an item are refused before all of them are made: 180 joined lists of
    // 400,000 elements would take more than a gigabyte.
    @Test func valuesAreRefusedAsSoonAsTheyAreTooMuch() {
        let item: Item = ["pk": "a", "l": .l([AttributeValue](repeating: .null, count: 150_000))]
        let wide = (0..<180).map { "b\($0)=list_append(l,l)" }.joined(separator: ",")
        #expect(message { () throws(DynamoDBError) in _ = try updated(item, "SET \(wide)") } == Self.tooLarge)
        let copies = (0..<300).map { "b\($0)=l" }.joined(separator: ",")
        #expect(message { () throws(DynamoDBError) in _ = try updated(item, "SET \(copies)") } == Self.tooLarge)
        let deep = (0..<100).reduce("l") { text, _ in "list_append(\(text),l)" }
        #expect(message { () throws(DynamoDBError) in _ = try updated(item, "SET b=\(deep)") } == Self.tooLarge)
    }

    // Lists that fit are joined as they are written, however deep.
    @Test func deepListsAreJoinedInOrder() throws {
        let item: Item = ["pk": "a", "l": [0]]
        let values: [String: AttributeValue] = [":1": [1], ":2": [2], ":3": [3]]
        let joined = try updated(
            item, "SET l=list_append(list_append(:1,list_append(l,:2)),if_not_exists(m,:3))", values: values)
        #expect(joined["l"] == [1, 0, 2, 3])
    }

    // An operand that is missing is reported before one of another type, as if the lists were joined at once.
    @Test func faultsKeepTheirOrder() {
        let item: Item = ["pk": "a", "n": 1]
        let missing = message { () throws(DynamoDBError) in _ = try updated(item, "SET l=list_append(n,m)") }
        #expect(missing == "The provided expression refers to an attribute that does not exist in the item")
    }

    // Many elements are removed in one pass, the same as one by one.
    @Test func manyElementsAreRemoved() throws {
        let list = (0..<1_000).map { AttributeValue.int($0) }
        let text = "REMOVE " + stride(from: 0, to: 600, by: 2).map { "l[\($0)]" }.joined(separator: ",")
        let rest = try updated(["pk": "a", "l": .l(list)], text)["l"]
        #expect(rest == .l(list.filter { $0.int.map { $0 % 2 == 1 || $0 >= 600 } ?? false }))
    }
}
