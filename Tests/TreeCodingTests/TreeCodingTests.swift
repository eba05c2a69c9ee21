import DynamoModel
import JSONText
import Testing
import TreeCoding

/// `Codable` values as trees: every shape goes there and back, names keep their bytes, and errors say where.
@Suite struct TreeCodingTests {
    private enum Colour: String, Codable { case red, green }

    private struct Inner: Codable, Equatable {
        var number: UInt8
        var truth: Bool?
    }

    private struct Outer: Codable, Equatable {
        var text = "t"
        var least = Int.min
        var small: Int8 = -3
        var colour = Colour.green
        var colours: [Colour] = [.red, .green]
        var inner = Inner(number: 255, truth: nil)
        var nested = [[Inner(number: 0, truth: true)], []]
        var missing: String?
        var holes: [Int?] = [1, nil, 3]
        var byName = ["one": 1]
        var byBytes: [ByteKey: String] = ["\u{e9}": "composed", "e\u{301}": "decomposed"]
    }

    @Test func thereAndBack() throws {
        #expect(try AttributeValue(encoding: Outer()).decoded(as: Outer.self) == Outer())
        #expect(try JSONValue(encoding: Outer()).decoded(as: Outer.self) == Outer())
        #expect(try JSONValue.parse(JSONValue(encoding: Outer()).serialized()).decoded(as: Outer.self) == Outer())
    }

    @Test func theFormIsTheObviousOne() throws {
        let tree = try AttributeValue(encoding: Outer())
        #expect(
            tree
                == .m([
                    "text": "t", "least": .int(.min), "small": -3, "colour": "green", "colours": ["red", "green"],
                    "inner": ["number": 255], "nested": [[["number": 0, "truth": true]], []],
                    "holes": [1, .null, 3], "byName": ["one": 1],
                    "byBytes": ["\u{e9}": "composed", "e\u{301}": "decomposed"],
                ]))
        let json: JSONValue = ["number": 255, "truth": true]
        #expect(try JSONValue(encoding: Inner(number: 255, truth: true)).serialized() == json.serialized())
    }

    /// Members that nobody asks for do no harm: a later program wrote them.
    @Test func furtherMembers() throws {
        let tree: AttributeValue = ["number": 1, "later": ["x"], "bytes": .b([1])]
        #expect(try tree.decoded(as: Inner.self) == Inner(number: 1, truth: nil))
    }

    @Test(
        arguments: [
            (["colour": "blue"], "colour"), (["colour": 1], "colour"), ([:], "colour"), (["colour": .null], "colour"),
            (["colour": "red", "inner": ["number": 256]], "inner.number"),
            (["colour": "red", "inner": ["number": "1"]], "inner.number"),
            (["colour": "red", "inner": [1]], "inner"),
        ] as [(AttributeValue, String)])
    func errorsSayWhere(_ tree: AttributeValue, _ path: String) {
        struct Value: Decodable {
            var colour: Colour
            var inner: Inner
        }
        #expect {
            try tree.decoded(as: Value.self)
        } throws: { error in
            switch error as? DecodingError {
            case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?, .dataCorrupted(let context)?:
                context.codingPath.map(\.stringValue).joined(separator: ".") == path
            case .keyNotFound(let key, _)?: key.stringValue == path
            default: false
            }
        }
    }

    /// A fraction is not a whole number.
    @Test func fractionsSayWhere() throws {
        errorsSayWhere(["colour": "red", "inner": ["number": .n(try DynamoNumber("1.5"))]], "inner.number")
    }

    /// A list that ends too early is an error, not a trap.
    @Test func shortLists() {
        struct Pair: Decodable {
            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                _ = (try list.decode(Int.self), try list.decode(Int.self))
            }
        }
        #expect(throws: DecodingError.self) { try AttributeValue.l([1]).decoded(as: Pair.self) }
    }

    /// What is stored counts in whole units.
    @Test func fractionsAreNotStored() {
        #expect(throws: EncodingError.self) { try AttributeValue(encoding: ["seconds": 1.5]) }
        #expect(throws: EncodingError.self) { try AttributeValue(encoding: UInt64.max) }
        #expect(throws: DecodingError.self) { try AttributeValue.int(1).decoded(as: Double.self) }
    }

    /// A part that is a tree already stays as it is, bytes and sets as well.
    @Test func partsStay() throws {
        let part = AttributeValue.m(["b": .b([0, 255])])
        let tree = try AttributeValue(encoding: ["part": Subtree(part)])
        #expect(tree == ["part": part])
        #expect(try tree.decoded(as: [String: Subtree<AttributeValue>].self)["part"]?.tree == part)
        #expect(throws: EncodingError.self) { try JSONValue(encoding: Subtree(part)) }
        #expect(throws: DecodingError.self) { try JSONValue.null.decoded(as: Subtree<AttributeValue>.self) }
    }
}
