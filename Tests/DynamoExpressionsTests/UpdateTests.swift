import DynamoExpressions
import DynamoModel
import Testing

/// What updates do.
@Suite struct UpdateTests {
    let item: Item = ["pk": "k", "n": 7, "l": [0, 1, 2, 3], "m": ["x": 1, "deep": ["y": 2]]]

    // SET makes or replaces attributes, members and elements.
    @Test func setsAttributesMembersAndElements() throws {
        let after = try updated(item, "SET a = :v, m.x = :v, m.deep.z = :v, l[1] = :v", values: [":v": "new"])
        #expect(
            after == [
                "pk": "k", "n": 7, "a": "new", "l": [0, "new", 2, 3], "m": ["x": "new", "deep": ["y": 2, "z": "new"]],
            ])
    }

    // Operands are read from the item as it was, so that attributes can be exchanged.
    @Test func readsTheOldItem() throws {
        #expect(try updated(["a": 1, "b": 2], "SET a = b, b = a") == ["a": 2, "b": 1])
        #expect(try updated(["a": 1, "b": 2], "SET a = b + :one REMOVE b", values: [":one": 1]) == ["a": 3])
        #expect(
            message { () throws(DynamoDBError) in _ = try updated(item, "SET a = :v, b = a", values: [":v": 1]) }
                == "The provided expression refers to an attribute that does not exist in the item")
    }

    // Numbers are added exactly; the result must fit 38 digits.
    @Test func arithmetic() throws {
        #expect(
            try updated(item, "SET n = n + :v", values: [":v": .n(DynamoNumber("0.1"))])["n"]
                == .n(try DynamoNumber("7.1")))
        #expect(try updated(item, "SET n = :v - n", values: [":v": 10])["n"] == 3)
        #expect(try updated(item, "SET n = (n + :v)", values: [":v": 1])["n"] == 8)
        #expect(try updated(item, "SET n = (n) - (:v)", values: [":v": 1])["n"] == 6)
        let large = AttributeValue.n(try DynamoNumber("9.9e125"))
        #expect(
            message { () throws(DynamoDBError) in _ = try updated(["n": large], "SET n = n + n", values: nil) }
                == "Number overflow. Attempting to store a number with magnitude larger than supported range")
    }

    // if_not_exists takes the attribute when there is one; functions and operators nest.
    @Test func functions() throws {
        #expect(
            try updated([:], "SET c = if_not_exists(c, :zero) + :one", values: [":zero": 0, ":one": 1]) == ["c": 1])
        #expect(
            try updated(["c": 5], "SET c = if_not_exists(c, :zero) + :one", values: [":zero": 0, ":one": 1]) == ["c": 6]
        )
        #expect(try updated(["l": [1]], "SET l = list_append(:v, l)", values: [":v": [0]]) == ["l": [0, 1]])
        #expect(
            try updated([:], "SET l = list_append(if_not_exists(l, :none), :v)", values: [":none": .l([]), ":v": [1]])
                == ["l": [1]])
    }

    // What an index beyond the end sets is appended, in the order of the indexes.
    @Test func appendsBeyondTheEnd() throws {
        #expect(
            try updated(item, "SET l[90] = :b, l[10] = :a, l[0] = :c", values: [":a": "a", ":b": "b", ":c": "c"])["l"]
                == ["c", 1, 2, 3, "a", "b"])
    }

    // REMOVE takes attributes, members and elements away; indexes are those of the list as it was.
    @Test func removes() throws {
        #expect(
            try updated(item, "REMOVE n, m.deep.y, l[0], l[2], l[9], absent, m.nothing")
                == ["pk": "k", "l": [1, 3], "m": ["x": 1, "deep": [:]]])
        #expect(
            try updated(item, "SET l[3] = :v, l[7] = :v REMOVE l[1]", values: [":v": "v"])["l"] == [0, 2, "v", "v"])
    }

    // ADD makes a number or a set, adds to a number, unites sets.
    @Test func adds() throws {
        #expect(
            try updated([:], "ADD n :v, s :s", values: [":v": 3, ":s": try ss("a")]) == ["n": 3, "s": try ss("a")])
        #expect(
            try updated(["n": 1, "s": try ss("a")], "ADD n :v, s :s", values: [":v": -3, ":s": try ss("b", "a")])
                == ["n": -2, "s": try ss("a", "b")])
        #expect(try updated(["m": ["n": 1]], "ADD m.n :v", values: [":v": 1]) == ["m": ["n": 2]])
    }

    // DELETE takes elements out of a set; with the last one the attribute goes, as there is no empty set.
    @Test func deletes() throws {
        #expect(try updated(["s": try ns(1, 2)], "DELETE s :s", values: [":s": try ns(2, 3)]) == ["s": try ns(1)])
        #expect(try updated(["s": try ns(1, 2), "a": 1], "DELETE s :s", values: [":s": try ns(1, 2)]) == ["a": 1])
        #expect(try updated(["a": 1], "DELETE s :s", values: [":s": try ns(1)]) == ["a": 1])
    }

    // All sections together; keywords in any case, white space or none.
    @Test func sections() throws {
        let old: Item = ["a": 1, "b": 2, "c": 3, "s": try ss("x", "y")]
        #expect(
            try updated(old, " set a=:v remove b Add c :v\n delete s :s", values: [":v": 1, ":s": try ss("x")])
                == ["a": 1, "c": 4, "s": try ss("y")])
    }

    // A path must lead through what is there; a wrong type of an operand in the item is an error.
    @Test(arguments: [
        "SET x.y = :v", "SET n.y = :v", "SET n[0] = :v", "SET m[0] = :v", "SET l.a = :v", "SET l[9].a = :v",
        "ADD x.y :v",
    ])
    func pathsThatLeadNowhere(_ text: String) {
        #expect(
            message { () throws(DynamoDBError) in _ = try updated(item, text, values: [":v": 1]) }
                == "The document path provided in the update expression is invalid for update")
    }

    @Test func removingWithinWhatIsNotThere() {
        for text in ["REMOVE x.y", "REMOVE n.y", "REMOVE l.a"] {
            #expect(
                message { () throws(DynamoDBError) in _ = try updated(item, text) }
                    == "The document path provided in the update expression is invalid for update")
        }
    }

    @Test(arguments: ["SET n = m + :v", "SET n = list_append(n, l)", "ADD m :v", "ADD l :v"])
    func operandsOfTheItemWithAWrongType(_ text: String) {
        let values: [String: AttributeValue]? = text.contains(":v") ? [":v": 1] : nil
        #expect(
            message { () throws(DynamoDBError) in _ = try updated(item, text, values: values) }
                == "An operand in the update expression has an incorrect data type")
    }

    // The touched paths are what UPDATED_OLD and UPDATED_NEW return.
    @Test func touchedPaths() throws {
        var expressions = RequestExpressions(ExpressionParameters(values: [":v": 1]))
        let update = try expressions.update("SET m.x = n, l[1] = :v REMOVE a ADD b :v", keyAttributes: ["pk"])
        #expect(update.touchedPaths.map(\.description) == ["m.x", "l[1]", "a", "b"])
        #expect(ProjectionPaths(update.touchedPaths).project(item) == ["m": ["x": 1], "l": [1]])
    }

    // An update that only removes and deletes makes no item where there is none.
    @Test func makesItem() throws {
        for (text, makes) in [
            ("SET a = :v", true), ("REMOVE b ADD a :v", true), ("REMOVE a", false), ("DELETE a :s", false),
        ] {
            let parameters = ExpressionParameters(values: [":v": 1, ":s": try ss("x")])
            var expressions = RequestExpressions(parameters)
            #expect(try expressions.update(text, keyAttributes: ["pk"]).makesItem == makes)
        }
    }
}
