import DynamoModel
import Testing

/// Sets: never empty, each element once, no order.
@Suite struct AttributeSetTests {
    @Test func isNeverEmptyAndHasNoDuplicates() throws {
        #expect(throws: AttributeSetError.empty) { try AttributeSet<String>([]) }
        #expect(throws: AttributeSetError.duplicate) { try AttributeSet(["a", "b", "a"]) }
        #expect(throws: AttributeSetError.duplicate) { try AttributeSet([DynamoNumber("1.0"), DynamoNumber(1)]) }
        #expect(throws: AttributeSetError.duplicate) { try AttributeSet([[UInt8(1)], [1]]) }
        // Canonically equivalent texts are different elements.
        #expect(try AttributeSet(["\u{e9}", "e\u{301}"]).elements.count == 2)
    }

    @Test func equalityIgnoresOrder() throws {
        #expect(try AttributeSet(["b", "a"]) == AttributeSet(["a", "b"]))
        #expect(try AttributeSet([DynamoNumber("1.0"), 2]) == AttributeSet([2, 1]))
        #expect(try AttributeSet(["a"]) != AttributeSet(["a", "b"]))
        #expect(try AttributeSet(["\u{e9}"]) != AttributeSet(["e\u{301}"]))
    }

    @Test func unionAndDifference() throws {
        let set = try AttributeSet<DynamoNumber>([10, 9, 1])
        #expect(set.contains(9) && !set.contains(2))
        #expect(set.union(try AttributeSet([2, 9])).elements == [1, 2, 9, 10])
        #expect(set.subtracting(try AttributeSet([2, 9]))?.elements == [1, 10])
        #expect(set.subtracting(try AttributeSet([1, 9, 10])) == nil)
    }
}
