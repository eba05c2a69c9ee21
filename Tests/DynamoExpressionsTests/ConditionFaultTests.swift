@testable import DynamoExpressions
import DynamoModel
import Testing

/// How conditions are refused, in the service's words, before any item is read.
@Suite struct ConditionFaultTests {
    private func fault(_ text: String, values: [String: AttributeValue]? = [":v": 1]) -> String? {
        let prefix = "Invalid ConditionExpression: "
        guard let message = conditionFault(text, values: values), message.hasPrefix(prefix) else { return nil }
        return String(message.dropFirst(prefix.count))
    }

    // A syntax error names the token that no rule takes, and the text from the token before to the token after.
    @Test(arguments: [
        ("a = ", "<EOF>", "= "), ("a", "<EOF>", "a"), ("a != :v", "!", "a !="), ("a = :v b = :v", "b", ":v b ="),
        ("= :v", "=", "= :v"), ("a = :v)", ")", ":v)"), ("(a = :v", "<EOF>", ":v"), ("a = 5", "5", "= 5"),
        ("_a = :v", "_", "_a"), ("a[01] = :v", "1", "01]"), ("a[b] = :v", "b", "[b]"), ("a..b = :v", ".", "..b"),
        ("a = :", ":", "= :"), ("# = :v", "#", "# ="), ("a AND b = :v", "AND", "a AND b"), ("f()", ")", "()"),
        ("SET = :v", "SET", "SET ="), ("a = \"x\"", "\"", "= \"x"), ("é = :v", "é", "é ="),
        ("(a) OR b", "OR", ") OR b"),
        ("(a = :v) = :v", "=", ") = :v"), ("a BETWEEN :v :v", ":v", ":v :v"), ("NOT", "<EOF>", "NOT"),
    ])
    func syntax(_ text: String, _ token: String, _ near: String) {
        #expect(fault(text) == "Syntax error; token: \"\(token)\", near: \"\(near)\"")
    }

    // The text must not be empty, and is limited to 4 KB.
    @Test func sizeOfTheText() {
        #expect(fault("") == "The expression can not be empty;")
        #expect(fault(String(repeating: "a", count: 4091) + " = :v") == nil)
        #expect(
            fault(String(repeating: "a", count: 4092) + " = :v")
                == "Expression size has exceeded the maximum allowed size; expression size: 4097")
    }

    // All reserved words are refused, in upper or lower case, also within a path, but not behind a placeholder.
    @Test func reservedWords() throws {
        #expect(ReservedWords.all.count == 573)
        for word in ReservedWords.all where Token.Keyword(rawValue: word) == nil {
            #expect(fault("\(word) = :v") == "Attribute name is a reserved keyword; reserved keyword: \(word)")
            #expect(
                fault("a.\(word.lowercased()) = :v")
                    == "Attribute name is a reserved keyword; reserved keyword: \(word.lowercased())")
            #expect(try holds("#n = :v", [word: 1], values: [":v": 1], names: ["#n": word]))
        }
        #expect(fault("names_ = :v") == nil && fault("namex = :v") == nil)
    }

    // A syntax error anywhere comes before a wrong word; of several wrong words the first counts.
    @Test func orderOfFaults() {
        #expect(fault("name = :v AND")?.hasPrefix("Syntax error") == true)
        #expect(fault("foo(a) AND name = :v") == "Invalid function name; function: foo")
        #expect(fault("name = :v AND foo(a)") == "Attribute name is a reserved keyword; reserved keyword: name")
        #expect(fault("name = :undefined") == "Attribute name is a reserved keyword; reserved keyword: name")
    }

    // Functions are case-sensitive, have their place and their number of operands.
    @Test(arguments: [
        ("Size(a) = :v", "Invalid function name; function: Size"),
        ("size(a)", "The function is not allowed to be used this way in an expression; function: size"),
        ("NOT size(a)", "The function is not allowed to be used this way in an expression; function: size"),
        (
            "contains(a, :v) = :v",
            "The function is not allowed to be used this way in an expression; function: contains"
        ),
        (
            "a = attribute_exists(b)",
            "The function is not allowed to be used this way in an expression; function: attribute_exists"
        ),
        ("a = if_not_exists(b, :v)", "The function is not allowed in a condition expression; function: if_not_exists"),
        (
            "attribute_exists(a, b)",
            "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2"
        ),
        (
            "contains(a)",
            "Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1"
        ),
        (
            "attribute_exists(:v)",
            "Operator or function requires a document path; operator or function: attribute_exists"
        ),
    ])
    func functions(_ text: String, _ expected: String) {
        #expect(fault(text) == expected)
    }

    // Operands whose type is known are checked: values, and size, which is a number.
    @Test func operandTypes() throws {
        let values: [String: AttributeValue] = [
            ":n": 1, ":s": "a", ":l": .l([]), ":set": try ss("a"), ":x": "STRING", ":bool": true,
        ]
        func type(_ operation: String, _ type: String) -> String {
            "Incorrect operand type for operator or function; operator or function: \(operation), operand type: \(type)"
        }
        #expect(fault("a < :l", values: values) == type("<", "L"))
        #expect(fault(":set >= a", values: values) == type(">=", "SS"))
        #expect(fault("a BETWEEN :bool AND b", values: values) == type("BETWEEN", "BOOL"))
        #expect(fault("begins_with(a, :n)", values: values) == type("begins_with", "N"))
        #expect(fault("begins_with(a, size(b))", values: values) == type("begins_with", "N"))
        #expect(fault("size(:n) = :n", values: values) == type("size", "N"))
        #expect(fault("attribute_type(a, :n)", values: values) == type("attribute_type", "N"))
        #expect(
            fault("attribute_type(a, b)", values: values) == type("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"))
        #expect(
            fault("attribute_type(a, :x)", values: values)
                == "Invalid attribute type name found; type: STRING, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
        #expect(fault("a = :l AND b <> :set", values: values) == nil)
    }

    // BETWEEN with both bounds given needs one type and the right order.
    @Test func bounds() {
        #expect(
            fault("a BETWEEN :b AND :a", values: [":a": "a", ":b": 1])
                == "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}"
        )
        #expect(
            fault("a BETWEEN :b AND :a", values: [":a": "a", ":b": "b"])
                == "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}"
        )
    }

    // The first operand may not come again.
    @Test func distinctOperands() {
        let start = "The first operand must be distinct from the remaining operands for this operator or function; "
        #expect(fault("a.b[1] = a.b[1]") == start + "operator: =, first operand: [a, b, [1]]")
        #expect(fault("a IN (:v, a)") == start + "operator: IN, first operand: [a]")
        #expect(fault("contains(a, a)") == start + "operator: contains, first operand: [a]")
        #expect(fault("a = a.b") == nil && fault("a[0] = a[1]") == nil)
    }

    // One pair of parentheses may be superfluous, two around the same thing may not.
    @Test func parentheses() {
        let redundant = "The expression has redundant parentheses;"
        for text in ["((a = :v))", "a = ((:v))", "((a)) = :v", "b = :v AND ((a = :v))", "(((a = :v) AND b = :v))"] {
            #expect(fault(text) == redundant, "\(text)")
        }
        for text in ["(a = :v)", "((a = :v) AND (b = :v))", "((a) = (:v))", "(size(a)) > (:v)", "(NOT (a = :v))"] {
            #expect(fault(text) == nil, "\(text)")
        }
    }

    // 300 operators and functions are the limit; thousands of parentheses or negations are refused without being
    // followed.
    @Test func operatorsAndDepth() {
        let comparisons = (0..<150).map { _ in "a=:v" }
        #expect(fault(comparisons.joined(separator: " OR ")) == nil)
        #expect(
            fault((comparisons + ["NOT a=:v"]).joined(separator: " OR "))
                == "The expression contains too many operators; operator count: 301")
        #expect(fault(String(repeating: "(", count: 4000)) == "The expression has redundant parentheses;")
        #expect(
            fault(String(repeating: "NOT ", count: 1000) + "a")
                == "The expression contains too many operators; operator count: 301")
        #expect(
            fault(String(repeating: "size(", count: 700))
                == "The expression contains too many operators; operator count: 301")
        let nested = String(repeating: "(NOT ", count: 298) + "a=:v" + String(repeating: ")", count: 298)
        #expect(fault(nested) == nil)
    }

    // A path has up to 32 steps, an index up to 2^31 - 1.
    @Test func pathLimits() {
        #expect(fault("a" + String(repeating: ".b", count: 31) + " = :v") == nil)
        #expect(
            fault("a" + String(repeating: "[0]", count: 32) + " = :v")
                == "The document path has too many nesting levels; nesting levels: 33")
        #expect(fault("a[2147483647] = :v") == nil)
        for index in ["2147483648", "99999999999999999999999"] {
            #expect(fault("a[\(index)] = :v") == "List index is not within the allowable range; index: [\(index)]")
        }
    }
}
