import DynamoExpressions
import DynamoModel
import Testing

/// What conditions mean.
@Suite struct ConditionTests {
    let item: Item = [
        "pk": "k", "n": 7, "str": "héllo", "flag": true, "nothing": .null, "bin": .b([1, 2, 3]),
        "l": [1, "two", ["three": 3]], "m": ["in1": ["deep": 5], "sz": 2],
    ]

    // The six comparators order numbers by value, texts and binaries by their bytes.
    @Test(
        arguments: [
            ("n = :v", 7), ("n <> :v", 8), ("n < :v", 8), ("n <= :v", 7), ("n > :v", 6), ("n >= :v", 7), (":v > n", 8),
            ("str = :v", "héllo"), ("str > :v", "hello"), ("bin < :v", .b([1, 3])), ("bin >= :v", .b([1, 2])),
        ] as [(String, AttributeValue)])
    func comparesInTheOrderOfTheType(_ text: String, _ value: AttributeValue) throws {
        #expect(try holds(text, item, values: [":v": value]))
        #expect(try !holds("NOT \(text)", item, values: [":v": value]))
    }

    // Values of different types are never equal and have no order; `<>` is true of them.
    @Test func differentTypesAreNotComparable() throws {
        for comparator in ["=", "<", "<=", ">", ">="] {
            #expect(try !holds("n \(comparator) :v", item, values: [":v": "7"]))
        }
        #expect(try holds("n <> :v", item, values: [":v": "7"]))
    }

    // A comparison with what the item lacks is false, but for `<>`; an item that is not there is empty.
    @Test func missingAttributes() throws {
        for comparator in ["=", "<", "<=", ">", ">="] {
            #expect(try !holds("absent \(comparator) :v", item, values: [":v": 1]))
            #expect(try !holds("absent \(comparator) gone", item))
        }
        #expect(try holds("absent <> :v", item, values: [":v": 1]))
        #expect(try !holds("absent IN (:v)", item, values: [":v": 1]))
        #expect(try !holds("absent BETWEEN :v AND :w", item, values: [":v": 1, ":w": 2]))
        #expect(try holds("attribute_not_exists(pk)", [:]))
    }

    // "é" composed and decomposed are different strings, as bytes are compared.
    @Test func textsAreComparedByTheirBytes() throws {
        let composed: Item = ["a": "\u{e9}"]
        #expect(try !holds("a = :v", composed, values: [":v": "e\u{301}"]))
        #expect(try !holds("contains(a, :v)", composed, values: [":v": "e"]))
        #expect(try !holds("begins_with(a, :v)", ["a": "e\u{301}"], values: [":v": "\u{e9}"]))
        #expect(try holds("begins_with(a, :v)", ["a": "e\u{301}"], values: [":v": "e"]))
    }

    // BETWEEN includes both bounds; bounds may be attributes, and then inverted ones are only false.
    @Test func between() throws {
        #expect(try holds("n BETWEEN :a AND :b", item, values: [":a": 7, ":b": 9]))
        #expect(try holds("n between :a and :b", item, values: [":a": 5, ":b": 7]))
        #expect(try !holds("n BETWEEN :a AND :b", item, values: [":a": 8, ":b": 9]))
        #expect(try !holds(":v BETWEEN n AND m.sz", item, values: [":v": 5]))
    }

    // IN compares with up to 100 operands.
    @Test func membership() throws {
        #expect(try holds("n IN (:a, :b, m.sz)", item, values: [":a": "7", ":b": 7]))
        #expect(try !holds("n in (:a, absent)", item, values: [":a": "7"]))
        let values = Dictionary(uniqueKeysWithValues: (0..<101).map { (":v\($0)", AttributeValue.int($0)) })
        let keys = values.keys.sorted()
        #expect(
            try holds(
                "n IN (\(keys.dropLast().joined(separator: ",")))", item, values: values.filter { $0.key != keys.last })
        )
        #expect(
            conditionFault("n IN (\(keys.joined(separator: ",")))", values: values)
                == "Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101"
        )
    }

    // NOT binds tighter than AND, AND tighter than OR; keywords are case-insensitive.
    @Test func precedence() throws {
        #expect(try holds("n = :y OR n = :x AND n = :x", item, values: [":x": 1, ":y": 7]))
        #expect(try !holds("(n = :y OR n = :x) AND n = :x", item, values: [":x": 1, ":y": 7]))
        #expect(try holds("not n = :x and n = :y", item, values: [":x": 1, ":y": 7]))
        #expect(try !holds("NOT (n = :x or n = :y)", item, values: [":x": 1, ":y": 7]))
        #expect(try holds("NOT NOT n = :y", item, values: [":y": 7]))
    }

    // Paths go into maps and lists; an index beyond the end, or a step into a scalar, finds nothing.
    @Test func paths() throws {
        #expect(try holds("m.in1.deep = :v", item, values: [":v": 5]))
        #expect(try holds("l[2].three = :v", item, values: [":v": 3]))
        #expect(try holds("#m.#s = :v", item, values: [":v": 2], names: ["#m": "m", "#s": "sz"]))
        for path in ["l[3]", "n.a", "n[0]", "m[0]", "l.a"] {
            #expect(try holds("attribute_not_exists(\(path))", item))
        }
    }

    // A name behind a placeholder is one attribute, whatever is in it.
    @Test func placeholdersAreWholeNames() throws {
        #expect(try holds("attribute_exists(#a)", ["m.in1": 1], names: ["#a": "m.in1"]))
        #expect(try !holds("attribute_exists(#a)", item, names: ["#a": "m.in1"]))
    }

    // attribute_type tells all ten types.
    @Test func attributeType() throws {
        let typed: [(AttributeValue, String)] = [
            ("a", "S"), (1, "N"), (.b([]), "B"), (true, "BOOL"), (.null, "NULL"), ([:], "M"), (.l([]), "L"),
            (try ss("a"), "SS"), (try ns(1), "NS"), (.bs(try AttributeSet([[1]])), "BS"),
        ]
        for (value, type) in typed {
            for (_, other) in typed {
                #expect(
                    try holds("attribute_type(a, :t)", ["a": value], values: [":t": .s(other)]) == (type == other))
            }
        }
    }

    // contains: part of a text or binary, element of a set or list of the same type.
    @Test func contains() throws {
        #expect(try holds("contains(str, :v)", item, values: [":v": "llo"]))
        #expect(try !holds("contains(str, :v)", item, values: [":v": "lol"]))
        #expect(try holds("contains(str, :v)", item, values: [":v": ""]))
        #expect(try holds("contains(bin, :v)", item, values: [":v": .b([2, 3])]))
        #expect(try holds("contains(l, :v)", item, values: [":v": "two"]))
        #expect(try !holds("contains(l, :v)", item, values: [":v": 2]))
        #expect(try holds("contains(a, :v)", ["a": try ss("x", "y")], values: [":v": "y"]))
        #expect(try !holds("contains(a, :v)", ["a": try ss("xy")], values: [":v": "x"]))
        #expect(try holds("contains(a, :v)", ["a": try ns(1, 2)], values: [":v": .n(DynamoNumber("2.0"))]))
        #expect(try !holds("contains(n, :v)", item, values: [":v": 7]))
    }

    // size counts UTF-16 code units of text, bytes of binary, elements and members of the others; a number has none.
    @Test func size() throws {
        for (text, size) in [
            ("", 0), ("abc", 3), ("\u{e9}\u{1d11e}", 3), ("e\u{301}", 2), ("ti\u{1ebf}ng Vi\u{1ec7}t", 10),
            ("\u{1f1fb}\u{1f1f3}", 4),
            ("\r\n", 2), ("\u{ffff}\u{10000}\u{10ffff}", 5),
        ] {
            #expect(try holds("size(t) = :v", ["t": .s(text)], values: [":v": .int(size)]), "\(text)")
        }
        #expect(try holds("size(bin) = :v AND size(l) = :v AND size(m) < :v", item, values: [":v": 3]))
        #expect(try holds("size(m) = size(m.in1)", ["m": ["in1": ["a": 1]]]))
        #expect(try !holds("size(n) >= :v", item, values: [":v": 0]))
        #expect(try !holds("size(absent) >= :v", item, values: [":v": 0]))
    }

    // A filter's attributes are known, so that a query can refuse those of its key.
    @Test func namesItsAttributes() throws {
        var expressions = RequestExpressions(ExpressionParameters(names: ["#x": "a.b"], values: [":v": 1]))
        let filter = try expressions.filter("m.in1[0] = :v OR size(#x) > :v")
        #expect(filter.topLevelAttributes == ["m", "a.b"])
    }
}
