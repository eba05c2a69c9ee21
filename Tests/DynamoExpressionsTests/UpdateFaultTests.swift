import DynamoModel
import Testing

/// How updates are refused, in the service's words, before any item is read.
@Suite struct UpdateFaultTests {
    private func fault(
        _ text: String, values: [String: AttributeValue]? = nil, names: [String: String]? = nil
    ) -> String? {
        let prefix = "Invalid UpdateExpression: "
        guard let message = updateFault(text, values: values, names: names) else { return nil }
        return message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
    }

    // Everything that no rule takes.
    @Test(arguments: [
        "whatever", "set a", "add a", "delete a", "set a=set", "remove a = b", "add a = b", "delete a b",
        "add a if_not_exist(b)", "remove a b", "set a b", "set :a = b", "remove :a", "set a = b / c", "set a = b * c",
        "set a[1] = \"eight\"", "set a[1] = 1", "SET a = if_not_exist(a, 100)", "SET if_not_exist(a, b) = a",
        "set (a = (b + c))", "set a = (b.c).d + e", "set a = b + c + d", "set a = (b + c) + d", "set a = b,", "set",
        "set a = b = c", "set a = b AND c = d", "add a b",
    ])
    func syntax(_ text: String) {
        #expect(fault(text)?.hasPrefix("Syntax error; token: ") == true, "\(fault(text) ?? "accepted")")
    }

    @Test func syntaxNamesTokenAndContext() {
        #expect(fault("SET _123 = :v") == "Syntax error; token: \"_\", near: \"SET _123\"")
        #expect(fault("SET a = list_append(a, 0)") == "Syntax error; token: \"0\", near: \", 0)\"")
        #expect(fault("SET a = :v,") == "Syntax error; token: \"<EOF>\", near: \",\"")
    }

    // Each section comes once.
    @Test func sectionsComeOnce() {
        for (text, name) in [
            ("set a = b set c = d", "SET"), ("remove d set a = b remove e", "REMOVE"),
            ("add d :e set a = b add e :f", "ADD"), ("delete d :e set a = b delete e :f", "DELETE"),
        ] {
            #expect(fault(text) == "The \"\(name)\" section can only be used once in an update expression;")
        }
        #expect(
            fault(" set c = :c set abOrt = true ") == "Attribute name is a reserved keyword; reserved keyword: abOrt")
    }

    // Placeholders are resolved before paths and operands are compared.
    @Test func undefinedPlaceholders() {
        #expect(
            fault("SET #c = if_not_exists(:c)")
                == "An expression attribute name used in the document path is not defined; attribute name: #c")
        #expect(
            fault("SET a = if_not_exists(:c)")
                == "An expression attribute value used in expression is not defined; attribute value: :c")
    }

    // No path may be equal to another or within it.
    @Test func overlappingPaths() {
        let names = ["#c": "c", "#d": "[3]"]
        func overlap(_ one: String, _ two: String) -> String {
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: \(one), path two: \(two)"
        }
        #expect(fault("SET a = :v, a.b = :v", values: [":v": 1]) == overlap("[a]", "[a, b]"))
        #expect(fault("SET a = b REMOVE a") == overlap("[a]", "[a]"))
        #expect(
            fault("set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", names: names)
                == overlap("[c, [1], a]", "[c]"))
        #expect(fault("set #c[3].#d = a, #c[3] = a", names: names) == overlap("[c, [3], [3]]", "[c, [3]]"))
        #expect(fault("set a.b = c, a.c = c, l[1] = c, l[11] = c, ab = c") == nil)
    }

    // A place cannot be a list for one path and a map for another; a name that looks like an index is a name.
    @Test func conflictingPaths() {
        func conflict(_ one: String, _ two: String) -> String {
            "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: \(one), path two: \(two)"
        }
        #expect(fault("remove a.c set a[1] = d") == conflict("[a, c]", "[a, [1]]"))
        #expect(
            fault("set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", names: ["#c": "c", "#d": "[3]"])
                == conflict("[c, [3], [3]]", "[c, [3], [3]]"))
    }

    // ADD takes numbers and sets, DELETE sets.
    @Test func operandsOfAddAndDelete() {
        func type(_ section: String, _ type: String) -> String {
            "Incorrect operand type for operator or function; operator: \(section), operand type: \(type), typeSet: ALLOWED_FOR_\(section)_OPERAND"
        }
        for (value, name) in [
            ("a", "STRING"), (.null, "NULL"), (true, "BOOLEAN"), (.b([1]), "BINARY"), ([:], "MAP"), (.l([]), "LIST"),
        ] as [(AttributeValue, String)] {
            #expect(fault("add a.b :a", values: [":a": value]) == type("ADD", name))
            #expect(fault("delete a.b :a", values: [":a": value]) == type("DELETE", name))
        }
        #expect(fault("delete a :a", values: [":a": 1]) == type("DELETE", "NUMBER"))
        #expect(fault("add a :a", values: [":a": 1]) == nil)
    }

    // Functions have their names, their places, their number and types of operands.
    @Test func functions() {
        let values: [String: AttributeValue] = [":s": "a", ":n": 1, ":l": .l([])]
        #expect(fault("set a = if_not_exist(b)") == "Invalid function name; function: if_not_exist")
        #expect(fault("set a = size(b)") == "The function is not allowed in an update expression; function: size")
        #expect(
            fault("set a = list_append(c)")
                == "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1"
        )
        #expect(
            fault("set a = if_not_exists(:s, c)", values: values)
                == "Operator or function requires a document path; operator or function: if_not_exists")
        #expect(
            fault("set a = list_append(:s, a)", values: values)
                == "Incorrect operand type for operator or function; operator or function: list_append, operand type: S"
        )
        #expect(
            fault("set a = a - :l", values: values)
                == "Incorrect operand type for operator or function; operator or function: -, operand type: L")
        #expect(fault("set a = list_append(:n, a) + :s", values: values)?.contains("operand type") == true)
    }

    // The key cannot be touched.
    @Test func keyAttributes() {
        let refused =
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key"
        #expect(fault("SET a = b, pk = b") == refused)
        #expect(fault("REMOVE #k", names: ["#k": "pk"]) == refused)
        #expect(fault("SET a = pk, pkx = pk") == nil)
    }

    // The limit of 300 operators counts those of SET; nesting is bounded by it.
    @Test func limits() {
        let deep = String(repeating: "list_append(", count: 300)
        #expect(fault("SET a = " + deep) == "Syntax error; token: \"<EOF>\", near: \"(\"")
        #expect(
            fault("SET a = " + deep + "list_append(")
                == "The expression contains too many operators; operator count: 301")
        #expect(fault("SET a = ((b))") == "The expression has redundant parentheses;")
        #expect(fault("") == "The expression can not be empty;")
    }
}
