import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct UpdateItemReturnValuesTests {
    static let key: Item = ["pk": "a"]
    static let item: Item = ["pk": "a", "x": 1, "y": "text", "m": ["b": "dog", "c": [1, 2, 3]]]

    // NONE, the default, returns nothing.
    @Test(arguments: Backend.all)
    func none(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(Self.item)
            #expect(try await table.update(Self.key, "SET x = :v", values: [":v": 2]) == WriteItemResponse())
        }
    }

    // ALL_OLD returns the whole item as it was, nothing when there was none.
    @Test(arguments: Backend.all)
    func allOld(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table async throws in
            let first = try await table.update(Self.key, "SET x = :v", values: [":v": 1], returning: .allOld)
            #expect(first.attributes == nil)
            try await table.put(Self.item)
            let second = try await table.update(
                Self.key, "SET m.b = :v REMOVE y", values: [":v": 2], returning: .allOld)
            #expect(second.attributes == Self.item)
        }
    }

    // ALL_NEW returns the whole item as it is now, key included; nothing when no item was made.
    @Test(arguments: Backend.all)
    func allNew(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table async throws in
            #expect(try await table.update(Self.key, "REMOVE x", returning: .allNew).attributes == nil)
            let first = try await table.update(Self.key, "SET x = :v", values: [":v": 1], returning: .allNew)
            #expect(first.attributes == ["pk": "a", "x": 1])
            let second = try await table.update(Self.key, "SET y = :v REMOVE x", values: [":v": 1], returning: .allNew)
            #expect(second.attributes == ["pk": "a", "y": 1])
            #expect(try await table.update(Self.key, returning: .allNew).attributes == ["pk": "a", "y": 1])
        }
    }

    // UPDATED_OLD returns what the named attributes were, also when their value stays; those that were not there are
    // left out.
    @Test(arguments: Backend.all)
    func updatedOld(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table async throws in
            func old(_ expression: String, _ values: [String: AttributeValue]? = nil) async throws -> Item? {
                try await table.update(Self.key, expression, values: values, returning: .updatedOld).attributes
            }
            #expect(try await old("SET x = :v", [":v": 1]) == nil)
            try await table.put(Self.item)
            #expect(try await old("SET x = :v, z = :v", [":v": 2]) == ["x": 1])
            #expect(try await old("SET x = :v", [":v": 2]) == ["x": 2])
            #expect(try await old("REMOVE x") == ["x": 2])
            #expect(try await old("SET x = :v", [":v": 2]) == nil)
            #expect(try await old("ADD z :v, x :v", [":v": 2]) == ["z": 2, "x": 2])
        }
    }

    // UPDATED_NEW returns what the named attributes are now; removed ones and the key are left out.
    @Test(arguments: Backend.all)
    func updatedNew(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table async throws in
            func new(_ expression: String, _ values: [String: AttributeValue]? = nil) async throws -> Item? {
                try await table.update(Self.key, expression, values: values, returning: .updatedNew).attributes
            }
            #expect(try await new("SET x = :v", [":v": 1]) == ["x": 1])
            #expect(try await new("SET x = x + :v, z = :v", [":v": 2]) == ["x": 3, "z": 2])
            #expect(try await new("REMOVE z") == nil)
            #expect(try await new("ADD x :v REMOVE q", [":v": 2]) == ["x": 5])
        }
    }

    // UPDATED_OLD and UPDATED_NEW return only the named part of a document, inside its containers; of a list only the
    // named elements.
    @Test(arguments: Backend.all)
    func updatedPartsOfDocuments(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(Self.item)
            func update(_ expression: String, _ values: [String: AttributeValue]?, _ what: ReturnValues) async throws
                -> Item?
            {
                try await table.update(Self.key, expression, values: values, returning: what).attributes
            }
            #expect(try await update("SET m.b = :v", [":v": "cat"], .updatedOld) == ["m": ["b": "dog"]])
            #expect(try await update("SET m.b = :v", [":v": "cow"], .updatedNew) == ["m": ["b": "cow"]])
            #expect(try await update("SET m.c[1] = :v", [":v": 7], .updatedOld) == ["m": ["c": [2]]])
            #expect(
                try await update("SET m.c[1] = :v, m.b = :w", [":v": 8, ":w": "w"], .updatedNew)
                    == ["m": ["b": "w", "c": [8]]])
            #expect(try await update("SET m.q = :v", [":v": 8], .updatedOld) == nil)
            #expect(try await update("SET m.r = :v", [":v": 8], .updatedNew) == ["m": ["r": 8]])
            #expect(try await update("REMOVE m.c[1], m.c[9]", nil, .updatedOld) == ["m": ["c": [8]]])
        }
    }
}
