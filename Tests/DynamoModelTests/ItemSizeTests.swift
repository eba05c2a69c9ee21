import DynamoModel
import Testing

/// DynamoDB's counting of bytes (Developer Guide, "DynamoDB item sizes and formats").
@Suite struct ItemSizeTests {
    // Names and texts count their UTF-8 bytes, binary its bytes, BOOL and NULL one.
    @Test func scalars() {
        let item: Item = ["é": "é", "b": .b([1, 2, 3]), "t": true, "n": .null]
        #expect(item.itemSize == (2 + 2) + (1 + 3) + (1 + 1) + (1 + 1))
    }

    // A number takes about a byte for two digits, one more, and one for a sign; zeros at either end do not count, and
    // digits on both sides of the point are not paired. Zero takes one byte.
    @Test func numbers() throws {
        for (text, size) in [
            ("0", 1), ("-0", 1), ("0.00", 1), ("1", 2), ("12", 2), ("123", 3), ("1234", 3), ("-12", 3), ("1200", 2),
            ("0.0012", 2), ("120", 3), ("1010", 3), ("1E125", 2), ("1E-100", 2), ("1.5", 3), ("1.234", 4),
            ("3.14159", 5), ("123456", 4), ("100.5", 4), ("0.15", 2),
        ] {
            #expect(AttributeValue.n(try DynamoNumber(text)).attributeSize == size, "\(text)")
        }
        #expect(AttributeValue.n(try DynamoNumber(String(repeating: "9", count: 38))).attributeSize == 20)
    }

    // A map or list takes three bytes, and one for each of its members; a set only its elements.
    @Test func containers() throws {
        #expect(AttributeValue.m([:]).attributeSize == 3)
        #expect(AttributeValue.l([]).attributeSize == 3)
        #expect(AttributeValue.m(["ab": "c"]).attributeSize == 3 + 1 + 2 + 1)
        #expect(AttributeValue.l(["abc", true]).attributeSize == 3 + (1 + 3) + (1 + 1))
        #expect(AttributeValue.ss(try AttributeSet(["a", "bc"])).attributeSize == 3)
    }

    // Depth counts maps and lists within each other.
    @Test func depth() {
        #expect(AttributeValue.s("a").depth == 1)
        #expect(AttributeValue.m([:]).depth == 1)
        #expect(AttributeValue.l([1, ["a": [2]]]).depth == 4)
    }
}
