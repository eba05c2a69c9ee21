import JSONText
import Testing

@Suite struct JSONValueTests {
    // Only plain integers that fit are integers; nothing is rounded.
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("99999999999999999999", nil), ("1e3", nil),
            ("1.0", nil), ("1E0", nil), ("12345678901234567", 12_345_678_901_234_567),
        ] as [(String, Int?)])
    func integers(text: String, value: Int?) throws {
        let parsed = try JSONValue.parse(utf8: text)
        #expect(parsed.intValue == value)
        #expect(parsed.numberValue?.text == text)
    }

    @Test func numbersFromTextAndBinary() {
        #expect(JSONNumber(text: "-1.50e+2")?.double == -150)
        #expect(JSONNumber(text: "1e999")?.double == nil)
        for text in ["", "-", "+1", "01", "1.", ".1", "1e", " 1", "1 ", "NaN", "0x1", "1\n", "١"] {
            #expect(JSONNumber(text: text) == nil)
        }
        #expect(JSONNumber(2.5)?.text == "2.5")
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        for value in [1e300, -Double.leastNonzeroMagnitude, 1e16, 0.1, -0.0] {
            let text = JSONNumber(value)?.text ?? ""
            #expect(JSONNumber(text: text)?.double == value)
        }
        #expect(JSONNumber(Int.min).int == Int.min)
    }

    // Each accessor answers for its own kind only.
    @Test func accessors() throws {
        let value = try JSONValue.parse(
            utf8: "{\"s\":\"x\",\"n\":1.5,\"b\":true,\"z\":null,\"a\":[10,20],\"o\":{\"k\":1}}")
        #expect(value["s"]?.stringValue == "x")
        #expect(value["n"]?.doubleValue == 1.5)
        #expect(value["n"]?.intValue == nil)
        #expect(value["b"]?.boolValue == true)
        #expect(value["z"]?.isNull == true)
        #expect(value["a"]?.arrayValue?.count == 2)
        #expect(value["a"]?[1] == 20)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["a"]?["k"] == nil)
        #expect(value["o"]?["k"]?.intValue == 1)
        #expect(value["o"]?[0] == nil)
        #expect(value["missing"] == nil)
        #expect(value["s"]?.numberValue == nil)
        #expect(value["n"]?.stringValue == nil)
        #expect(value.objectValue?.names == ["s", "n", "b", "z", "a", "o"])
        #expect(
            value.objectValue?.members.map(\.value.kindDescription) == [
                "a string", "a number", "a boolean", "null", "an array", "an object",
            ])
    }

    // Order counts in an array and not in an object; spelling counts in a number.
    @Test func equality() {
        #expect(["a": 1, "b": 2] as JSONValue == ["b": 2, "a": 1])
        #expect(["a": 1, "b": 2] as JSONValue != ["a": 1, "c": 2])
        #expect(["a": 1] as JSONValue != ["a": 1, "b": 2])
        #expect(["a": 1] as JSONValue != ["a": 2])
        #expect([1, 2] as JSONValue != [2, 1])
        #expect(JSONNumber(text: "1.0") != JSONNumber(text: "1"))
        #expect(nil as JSONValue != false)
        #expect(0 as JSONValue != "0")
    }

    // Members are set, replaced, removed and found, below, above and across the threshold of the index.
    @Test(arguments: [3, 24, 25, 26, 40])
    func editing(count: Int) throws {
        var object = JSONObject()
        for index in 0..<count { object["n\(index)"] = .number(JSONNumber(index)) }
        object["n1"] = "new"
        object["n0"] = nil
        object["absent"] = nil
        #expect(object.count == count - 1)
        #expect(object["n0"] == nil)
        #expect(object["n1"] == "new")
        #expect(object["n\(count - 1)"]?.intValue == count - 1)
        #expect(object.names.first == "n1")
        let appendedTwice = object.append("n1", 5)
        #expect(!appendedTwice)
        #expect(object["n1"] == "new")
        let appended = object.append("n0", 5)
        #expect(appended)
        #expect(object["n0"] == 5)
        #expect(object.names.last == "n0")
        #expect(JSONObject(object.members) == object)
        #expect(JSONObject(object.members + [("n0", 6)]) == nil)
    }

    // Of two members with one name in a literal, the later one holds.
    @Test func literals() {
        let value: JSONValue = ["a": [1, -2, "x", nil, true], "b": [:], "a": 3]
        #expect(value.description == "{\"a\":3,\"b\":{}}")
    }
}
