import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct PutItemValidationTests {
    // An item must have every attribute of the primary key.
    @Test(arguments: Backend.all)
    func keyMustBeThere(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await expectRefused(
                table, .validation, "One or more parameter values were invalid: Missing the key sk in the item"
            ) { try await table.put(["pk": "a", "x": 1]) }
            try await expectRefused(
                table, .validation, "One or more parameter values were invalid: Missing the key pk in the item"
            ) { try await table.put(["sk": "a"]) }
            try await expectRefused(table) { try await table.put([:]) }
        }
    }

    // Key attributes must have the type of the table's definition.
    @Test(arguments: Backend.all)
    func keyMustHaveItsType(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await expectRefused(
                table, .validation,
                "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"
            ) { try await table.put(["pk": 1, "sk": 1]) }
            try await expectRefused(
                table, .validation,
                "One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S"
            ) { try await table.put(["pk": "a", "sk": "1"]) }
            try await expectRefused(table) { try await table.put(["pk": "a", "sk": .null]) }
            try await expectRefused(table) { try await table.put(["pk": "a", "sk": try .numbers("1")]) }
        }
    }

    // Key values are never empty.
    @Test(arguments: Backend.all)
    func keyMustNotBeEmpty(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.b, .s)) { table in
            try await expectRefused(
                table, .validation,
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty binary value. Key: pk"
            ) { try await table.put(["pk": .b([]), "sk": "b"]) }
            try await expectRefused(
                table, .validation,
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty string value. Key: sk"
            ) { try await table.put(["pk": .b([1]), "sk": ""]) }
        }
    }

    // A partition key has at most 2,048 bytes, a sort key at most 1,024, counted in UTF-8.
    @Test(arguments: Backend.all)
    func keyMustNotBeTooLong(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let longest: Item = ["pk": .filler(2048), "sk": .filler(1024)]
            try await table.put(longest)
            #expect(try await table.get(longest) == longest)
            try await expectRefused(
                table, .validation,
                "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of"
                    + "2048 bytes"
            ) { try await table.put(["pk": .filler(2049), "sk": "b"]) }
            try await expectRefused(
                table, .validation,
                "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
                    + "limit of 1024 bytes"
            ) { try await table.put(["pk": "a", "sk": .filler(1025)]) }
            try await expectRefused(table) {
                try await table.put(["pk": "a", "sk": .s(String(repeating: "é", count: 513))])
            }
        }
    }

    // Attributes that are no key may be empty text, empty bytes, empty lists and empty maps.
    @Test(arguments: Backend.all)
    func emptyValuesAreAllowedOutsideKeys(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "s": "", "b": .b([]), "l": [], "m": [:], "inner": ["x": ""]]
            try await table.put(item)
            #expect(try await table.get(table.key(of: item)) == item)
        }
    }

    // An attribute that is the key of an index must have its type and not be empty, or be absent.
    @Test(arguments: Backend.all)
    func indexKeyMustHaveItsType(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let item: Item = ["pk": "a", "sk": "b"]
            let wrong: [Item] = [["gpk": 1], ["gpk": .null], ["gpk": ["g"]], ["gsk": "1"], ["ln": "1"], ["ln": true]]
            for part in wrong {
                let error = try await expectRefused(table) { try await table.put(item.merging(part)) }
                #expect(error?.message.contains("Type mismatch for Index Key \(part.names[0])") == true)
            }
            let error = try await expectRefused(table) { try await table.put(item.merging(["gpk": ""])) }
            #expect(
                error?.message.hasPrefix(
                    "One or more parameter values are not valid. A value specified for a secondary index key is not "
                        + "supported. The AttributeValue for a key attribute cannot contain an empty string value. "
                        + "IndexName: global") == true)
        }
    }

    // Index keys have the limits of primary keys: 2,048 and 1,024 bytes.
    @Test(arguments: Backend.all)
    func indexKeyMustNotBeTooLong(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "gsk": 1]
            try await table.put(item.merging(["gpk": .filler(2048)]))
            try await expectRefused(table) { try await table.put(item.merging(["gpk": .filler(2049)])) }
        }
    }

    // An item has at most 400 KB, names and values: exactly that is accepted, one byte more is not.
    @Test(arguments: Backend.all)
    func itemMustNotBeTooLarge(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "number": 12345, "list": [1, "two", ["three": .null]]]
            let largest = item.filled(to: DynamoLimits.itemSize)
            #expect(largest.itemSize == 409_600)
            try await table.put(largest)
            #expect(try await table.get(table.key(of: item)) == largest)
            try await expectRefused(table, .validation, "Item size has exceeded the maximum allowed size") {
                try await table.put(item.filled(to: DynamoLimits.itemSize + 1))
            }
        }
    }

    // An attribute has up to 32 levels: 31 maps or lists within each other, and what the innermost holds.
    @Test(arguments: Backend.all)
    func nestingIsLimited(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let deepest: Item = ["pk": "a", "deep": .nested(31)]
            try await table.put(deepest)
            #expect(try await table.get(["pk": "a"]) == deepest)
            try await expectRefused(table) { try await table.put(["pk": "a", "deep": .nested(32)]) }
            try await expectRefused(table) { try await table.put(["pk": "a", "deep": .nested(120)]) }
            // So deep that a request on the wire is refused before it is a request.
            let error = await #expect(throws: DynamoDBError.self) {
                try await table.put(["pk": "a", "deep": .nested(2_000)])
            }
            #expect([.validation, .serialization].contains(error?.code))
            #expect(try await table.contents() == [deepest])
        }
    }

    // An attribute's name is not empty and has up to 65,535 bytes.
    @Test(arguments: Backend.all)
    func attributeNamesAreLimited(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let long = String(repeating: "n", count: 65_535)
            try await table.put(["pk": "a", long: 1])
            #expect(try await table.get(["pk": "a"])?[long] == 1)
            try await expectRefused(table) { try await table.put(["pk": "a", "": 1]) }
            try await expectRefused(table) { try await table.put(["pk": "a", long + "nn": 1]) }
        }
    }

    // A table that is not there is said to be not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed())
            await expectError(.resourceNotFound, "Requested resource not found") {
                try await table.put(["pk": "a", "sk": "b"])
            }
        }
    }
}
