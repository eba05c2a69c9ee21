import Foundation
import Testing

@testable import LexiSchema

/// What the files of schema/ are written with.
@Suite struct DocumentTreeTests {
    // JSON says what the tree says, whatever is in its texts; members keep their order.
    @Test func json() throws {
        let texts = ["", "a \"b\" \\", "line\n\ttab", "\u{1}", "đừng", "a: b # c"]
        let tree: DocumentTree = [
            "z": .list(texts.map { .text($0) }), "a": ["flag": true, "none": [:], "empty": []],
            "r": .function("Ref", "Table"), "s": .function("Sub", "${Table.Arn}/index"),
        ]
        let found = try JSONSerialization.jsonObject(with: Data(tree.json.utf8)) as? [String: Any]
        #expect(found?["z"] as? [String] == texts)
        let inner = found?["a"] as? [String: Any]
        #expect(inner?["flag"] as? Bool == true)
        #expect((inner?["none"] as? [String: Any])?.isEmpty == true)
        #expect((inner?["empty"] as? [Any])?.isEmpty == true)
        #expect(found?["r"] as? [String: String] == ["Ref": "Table"])
        #expect(found?["s"] as? [String: String] == ["Fn::Sub": "${Table.Arn}/index"])
        let names = tree.json.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.prefix(5) }
        #expect(names == ["  \"z\"", "  \"a\"", "  \"r\"", "  \"s\""])
    }

    // YAML quotes whatever it would take for another type or for syntax, and nothing else.
    @Test func yaml() {
        let tree: DocumentTree = [
            "Plain words": "Retain", "Date": "2012-10-17", "Truth": "yes", "Colon": "a: b", "Empty": "", "Space": "a ",
            "List": ["x", ["Name": "q", "Deep": ["n": "z"]], []], "None": [:], "Fn": .function("GetAtt", "Table.Arn"),
        ]
        let expected = """
            Plain words: Retain
            Date: "2012-10-17"
            Truth: "yes"
            Colon: "a: b"
            Empty: ""
            Space: "a "
            List:
              - x
              - Name: q
                Deep:
                  "n": z
              - []
            None: {}
            Fn: !GetAtt Table.Arn

            """
        #expect(tree.yaml == expected)
    }
}
