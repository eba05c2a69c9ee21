import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct PutItemTests {
    // A put replaces the whole item: attributes that the new one lacks are gone.
    @Test(arguments: Backend.all)
    func replacesTheWholeItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "b", "x": 1, "y": 2])
            try await table.put(["pk": "a", "sk": "b", "y": 3])
            #expect(try await table.get(["pk": "a", "sk": "b"]) == ["pk": "a", "sk": "b", "y": 3])
        }
    }

    // An item may consist of its key alone.
    @Test(arguments: Backend.all)
    func keyAloneIsAnItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "b"])
            #expect(try await table.get(["pk": "a", "sk": "b"]) == ["pk": "a", "sk": "b"])
        }
    }

    // ReturnValues of a put is NONE or ALL_OLD; ALL_OLD gives the whole replaced item, or nothing when there was none.
    @Test(arguments: Backend.all)
    func returnsTheOldItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let first: Item = ["pk": "a", "sk": "b", "x": 1]
            #expect(try await table.put(first, returning: .allOld).attributes == nil)
            #expect(try await table.put(first.merging(["x": 2]), returning: .allOld).attributes == first)
            #expect(try await table.put(first).attributes == nil)
            for values in [ReturnValues.allNew, .updatedNew, .updatedOld] {
                try await expectRefused(
                    table, .validation, "1 validation error detected: ReturnValues can only be ALL_OLD or NONE"
                ) {
                    try await table.put(first.merging(["x": 9]), returning: values)
                }
            }
        }
    }

    // A condition is evaluated on the item that is there now; an absent one has no attributes.
    @Test(arguments: Backend.all)
    func conditionsDecide(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "version": 1]
            try await table.put(item, if: "attribute_not_exists(pk)")
            try await expectRefused(table, .conditionalCheckFailed, "The conditional request failed") {
                try await table.put(item.merging(["x": 1]), if: "attribute_not_exists(pk)")
            }
            try await table.put(item.merging(["version": 2]), if: "version = :v", values: [":v": 1])
            try await expectRefused(table, .conditionalCheckFailed) {
                try await table.put(item.merging(["version": 3]), if: "version = :v", values: [":v": 1])
            }
            try await expectRefused(table, .conditionalCheckFailed) {
                try await table.put(
                    ["pk": "new", "sk": "b"], if: "version < :v OR attribute_exists(sk)", values: [":v": 9])
            }
        }
    }

    // Every comparison and function of the condition language, on a stored item.
    @Test(
        arguments: Backend.all,
        [
            ("n = :n", true), ("n <> :n", false), ("n < :big", true), ("n > :big", false), ("n <= :n", true),
            ("n >= :n", true), ("n BETWEEN :n AND :big", true), ("n IN (:big, :n)", true), ("n IN (:big)", false),
            ("attribute_exists(m.x)", true), ("attribute_not_exists(m.x)", false),
            ("attribute_type(t, :typeS)", true), ("attribute_type(n, :typeS)", false), ("begins_with(t, :he)", true),
            ("begins_with(t, :lo)", false), ("contains(t, :lo)", true), ("contains(tags, :lo)", false),
            ("contains(tags, :he)", true), ("contains(l, :n)", true), ("size(t) = :five", true),
            ("size(l) < :five", true), ("size(n) = :five", false), ("n = m.x", false), ("m.x = l[1]", true),
            ("NOT n = :n", false), ("n = :n AND t = :he OR m.x = :big", true),
            ("n = :n AND (t = :he OR m.x = :n)", false),
            ("t = :n", false), ("t <> :n", true), ("t < :n", false), ("absent = :n", false), ("absent <> :n", true),
            ("NOT absent = :n", true), ("absent < :n", false),
        ])
    func conditionLanguage(_ backend: Backend, _ sample: (condition: String, holds: Bool)) async throws {
        let values: [String: AttributeValue] = [
            ":n": 5, ":big": 10, ":he": "he", ":lo": "lo", ":typeS": "S", ":five": 5,
        ]
        try await backend.withTable(TestTables.hashOnly()) { table in
            let item: Item = [
                "pk": "a", "n": 5, "t": "hello", "m": ["x": 10], "l": [5, 10], "tags": try .strings("he", "ho"),
            ]
            try await table.put(item)
            let replacement = item.merging(["replaced": true])
            if sample.holds {
                try await table.put(replacement, if: sample.condition, values: values.used(in: sample.condition))
                #expect(try await table.get(["pk": "a"]) == replacement)
            } else {
                await expectError(.conditionalCheckFailed) {
                    try await table.put(replacement, if: sample.condition, values: values.used(in: sample.condition))
                }
                #expect(try await table.get(["pk": "a"]) == item)
            }
        }
    }

    // With ReturnValuesOnConditionCheckFailure ALL_OLD the error holds the item as it is; otherwise it does not.
    @Test(arguments: Backend.all)
    func failedConditionReturnsTheItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "x": ["y": 1]]
            try await table.put(item)
            let told = await expectError(.conditionalCheckFailed) {
                try await table.put(item, if: "attribute_not_exists(pk)", onFailure: .allOld)
            }
            #expect(told?.item == item)
            let untold = await expectError(.conditionalCheckFailed) {
                try await table.put(item, if: "attribute_not_exists(pk)")
            }
            #expect(untold?.item == nil)
            let absent = await expectError(.conditionalCheckFailed) {
                try await table.put(["pk": "z", "sk": "z"], if: "attribute_exists(pk)", onFailure: .allOld)
            }
            #expect(absent?.item == nil)
        }
    }

    // Conditions that cannot be read are refused before anything is written.
    @Test(arguments: Backend.all)
    func wrongConditionIsRefused(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let item: Item = ["pk": "a", "sk": "b"]
            for condition in [
                "", "pk", "pk =", "pk = :absent", "#absent = pk", "size(pk)", "nonsense(pk)", "attribute_exists(:v)",
                "pk = = sk", "pk = sk AND", "begins_with(pk)", "(pk = sk", "pk = sk)", "SET pk = sk",
                "attribute_type(pk, sk)",
            ] {
                try await expectRefused(table) { try await table.put(item, if: condition) }
            }
            try await expectRefused(table) { try await table.put(item, if: "pk = sk", values: [":unused": 1]) }
            try await expectRefused(table) { try await table.put(item, values: [":v": 1]) }
            try await expectRefused(table) {
                try await table.put(item, if: "attribute_type(pk, :v)", values: [":v": "X"])
            }
            try await expectRefused(table) {
                try await table.put(item, if: "pk BETWEEN :b AND :a", values: [":a": "a", ":b": "b"])
            }
        }
    }

    // Numbers are stored by value: other spellings of one number are the same attribute value.
    @Test(arguments: Backend.all)
    func numbersAreNormalised(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(["pk": "a", "n": try .decimal("0001.2300E+1"), "ns": try .numbers("1.0", "2e0")])
            let item = try #require(try await table.get(["pk": "a"]))
            #expect(item["n"]?.number?.description == "12.3")
            #expect(item["ns"] == (try .numbers("1", "2")))
            try await table.put(["pk": "a", "n": 7], if: "n = :n", values: [":n": try .decimal("12.30")])
        }
    }

    // Numbers keep 38 digits exactly, up to the ends of the range.
    @Test(
        arguments: Backend.all,
        [
            "9.9999999999999999999999999999999999999E+125", "-9.9999999999999999999999999999999999999E+125", "1E-130",
            "-1E-130", "12345678901234567890123456789012345678", "0.1234567890123456789012345678901234567", "0",
        ])
    func numbersAreExact(_ backend: Backend, _ text: String) async throws {
        try await backend.withTable(TestTables.hashOnly(.n)) { table in
            let number = try AttributeValue.decimal(text)
            try await table.put(["pk": number, "copy": number, "list": [number]])
            #expect(try await table.get(["pk": number]) == ["pk": number, "copy": number, "list": [number]])
        }
    }

    // An index follows its item: the entry appears, moves and disappears in the same step.
    @Test(arguments: Backend.all)
    func indexesFollow(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "gpk": "g", "gsk": 1, "ln": 5, "a": "x", "c": "y"]
            for version in [
                item, item.merging(["gsk": 2]), item.merging(["gpk": "h", "ln": 6]), ["pk": "a", "sk": "b"],
                item, ["pk": "a", "sk": "b", "gpk": "g"], ["pk": "a", "sk": "b", "gsk": 3, "ln": 1],
            ] {
                try await table.put(version)
                try await expectIndexesMatch(table)
            }
        }
    }
}
