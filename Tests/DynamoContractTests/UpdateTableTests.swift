import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct UpdateTableTests {
    static let index = SecondaryIndex(
        indexName: "added", keySchema: [KeySchemaElement("gpk", .hash), KeySchemaElement("gsk", .range)],
        projection: .include(["a"]))
    static let definitions = [
        AttributeDefinition("pk", .s), AttributeDefinition("sk", .s), AttributeDefinition("gpk", .s),
        AttributeDefinition("gsk", .n),
    ]

    static func creation(_ index: SecondaryIndex = index, of table: TestTable) -> UpdateTableRequest {
        UpdateTableRequest(
            tableName: table.name, attributeDefinitions: definitions, globalSecondaryIndexUpdates: [.create(index)])
    }

    /// The table with the index in its definition, so that checks look at it.
    static func withIndex(_ table: TestTable) -> TestTable {
        var definition = table.definition
        definition.globalSecondaryIndexes.append(index)
        return TestTable(table.db, definition)
    }

    // A new index is filled from the table: all items that have its key are in it, and no others. An item whose
    // attribute has another type than the key is left out.
    @Test(arguments: Backend.all)
    func indexIsFilled(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            var items: [Item] = (0..<200).map {
                ["pk": .s("p\($0 % 10)"), "sk": .s("\($0)"), "gpk": .s("g\($0 % 3)"), "gsk": .int($0), "a": 1, "c": 2]
            }
            for number in stride(from: 0, to: 200, by: 3) { items[number]["gsk"] = nil }
            try await table.putAll(items)
            _ = try await table.db.updateTable(Self.creation(of: table))
            let description = try await waitUntilActive(table.db, tableName: table.name)
            #expect(description.globalSecondaryIndexes.map(\.index) == [Self.index])
            #expect(Set(description.attributeDefinitions) == Set(Self.definitions))
            try await expectIndexesMatch(Self.withIndex(table))
            let other: Item = ["pk": "odd", "sk": "s", "gpk": "g1", "gsk": 1]
            try await table.put(other)
            try await expectIndexesMatch(Self.withIndex(table))
        }
    }

    // Items whose attribute is of another type than the new index's key are left out of it.
    @Test(arguments: Backend.all)
    func itemsOfOtherTypesAreLeftOut(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "1", "sk": "s", "gpk": 7, "gsk": 1])
            try await table.put(["pk": "2", "sk": "s", "gpk": "g", "gsk": "text"])
            try await table.put(["pk": "3", "sk": "s", "gpk": "", "gsk": 1])
            try await table.put(["pk": "4", "sk": "s", "gpk": "g", "gsk": 1])
            _ = try await table.db.updateTable(Self.creation(of: table))
            try await waitUntilActive(table.db, tableName: table.name)
            #expect(try await table.contents(index: "added").map { $0["pk"] } == ["4"])
            #expect(try await table.contents().count == 4)
        }
    }

    // Writes go on while an index is filled, and end up in it.
    @Test(arguments: Backend.all)
    func writesGoOnWhileFilling(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            func item(_ number: Int, _ round: Int) -> Item {
                ["pk": .s("p\(number)"), "sk": "s", "gpk": .s("g\(round)"), "gsk": .int(number), "a": .int(round)]
            }
            try await table.putAll((0..<1000).map { item($0, 0) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in stride(from: writer, to: 1200, by: 4) {
                            let key: Item = ["pk": .s("p\(number)"), "sk": "s"]
                            switch number % 4 {
                            case 0:
                                try await table.update(
                                    key, "SET gpk = :g, a = :g, gsk = :n", values: [":g": "g1", ":n": .int(number)])
                            case 1: try await table.delete(key)
                            case 2: try await table.update(key, "REMOVE gsk")
                            default: try await table.put(["pk": .s("p\(number)"), "sk": "s", "gpk": "g2", "gsk": -1])
                            }
                        }
                    }
                }
                group.addTask {
                    _ = try await table.db.updateTable(Self.creation(of: table))
                    try await waitUntilActive(table.db, tableName: table.name)
                }
                try await group.waitForAll()
            }
            try await expectIndexesMatch(Self.withIndex(table))
        }
    }

    // While an index is filled it must not be read; when it is ACTIVE it can.
    @Test(arguments: Backend.all)
    func statesOfANewIndex(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let answer = try await table.db.updateTable(Self.creation(of: table))
            #expect([.updating, .active].contains(answer.tableStatus))
            #expect(answer.globalSecondaryIndexes.map(\.index.indexName) == ["added"])
            #expect(answer.globalSecondaryIndexes.allSatisfy { [.creating, .active].contains($0.indexStatus) })
            try await waitUntilActive(table.db, tableName: table.name)
            #expect(try await table.query("gpk = :g", index: "added", values: [":g": "g"]).count == 0)
        }
    }

    // A deleted index is gone; the table stays, and its former key attributes may have any type then.
    @Test(arguments: Backend.all)
    func indexIsDeleted(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let item: Item = ["pk": "a", "sk": "b", "gpk": "g", "gsk": 1]
            try await table.put(item)
            for name in ["globalAll", "globalKeys", "globalInclude", "globalHash"] {
                _ = try await table.db.updateTable(
                    UpdateTableRequest(tableName: table.name, globalSecondaryIndexUpdates: [.delete(indexName: name)]))
                try await waitFor("index \(name) to be gone") {
                    let table = try await table.db.describeTable(tableName: table.name)
                    return table.globalSecondaryIndexes.contains { $0.index.indexName == name } ? nil : true
                }
                await expectError(.validation) { try await table.query("gpk = :g", index: name, values: [":g": "g"]) }
            }
            #expect(try await table.contents() == [item])
            try await table.put(item.merging(["gpk": 1, "gsk": ""]))
            let description = try await table.db.describeTable(tableName: table.name)
            #expect(Set(description.attributeDefinitions.map(\.attributeName)) == ["pk", "sk", "ln"])
        }
    }

    // An index can be made again under the name of a deleted one.
    @Test(arguments: Backend.all)
    func indexIsMadeAgain(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            try await table.put(["pk": "a", "sk": "b", "gpk": "g", "gsk": 1, "a": "old"])
            for round in 0..<3 {
                _ = try await table.db.updateTable(Self.creation(of: table))
                try await waitUntilActive(table.db, tableName: table.name)
                try await table.update(["pk": "a", "sk": "b"], "SET a = :a", values: [":a": .int(round)])
                try await expectIndexesMatch(Self.withIndex(table))
                _ = try await table.db.updateTable(
                    UpdateTableRequest(
                        tableName: table.name, globalSecondaryIndexUpdates: [.delete(indexName: "added")]))
                try await waitFor("the index to be gone") {
                    try await table.db.describeTable(tableName: table.name).globalSecondaryIndexes.isEmpty ? true : nil
                }
                try await table.update(["pk": "a", "sk": "b"], "SET gsk = :g", values: [":g": .int(round)])
            }
        }
    }

    // Changes of indexes that break a rule are refused and change nothing.
    @Test(arguments: Backend.all)
    func wrongChanges(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let before = try await table.db.describeTable(tableName: table.name)
            var taken = Self.index
            taken.indexName = "globalAll"
            var undefined = Self.index
            undefined.keySchema = [KeySchemaElement("undefined", .hash)]
            var sortOnly = Self.index
            sortOnly.keySchema = [KeySchemaElement("gsk", .range)]
            for index in [taken, undefined, sortOnly] {
                await expectError(.validation) { try await table.db.updateTable(Self.creation(index, of: table)) }
            }
            do throws(DynamoDBError) {
                _ = try await table.db.updateTable(
                    UpdateTableRequest(
                        tableName: table.name, globalSecondaryIndexUpdates: [.delete(indexName: "absent")]))
                Issue.record("an index that is not there was deleted")
            } catch {
                #expect([.resourceNotFound, .validation].contains(error.code))
            }
            await expectError(.validation) { try await table.db.updateTable(UpdateTableRequest(tableName: table.name)) }
            await expectError(.resourceNotFound) {
                try await table.db.updateTable(
                    UpdateTableRequest(tableName: "Missing", deletionProtectionEnabled: true))
            }
            #expect(try await table.db.describeTable(tableName: table.name) == before)
        }
    }

    // At most one index is made or removed at a time.
    @Test(arguments: Backend.all)
    func oneIndexAtATime(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table async throws in
            var second = Self.index
            second.indexName = "second"
            var request = Self.creation(of: table)
            request.globalSecondaryIndexUpdates.append(.create(second))
            await expectError(.limitExceeded) { try await table.db.updateTable(request) }
            // As DynamoDB does by ScyllaDB's test_gsi_updatetable_errors: whether there are such indexes is not asked.
            guard !Backend.isForeign else { return }
            request.globalSecondaryIndexUpdates = [.delete(indexName: "absent1"), .delete(indexName: "absent2")]
            await expectError(.limitExceeded) { try await table.db.updateTable(request) }
            #expect(try await table.db.describeTable(tableName: table.name).globalSecondaryIndexes.isEmpty)
        }
    }

    // Billing mode and throughput can be changed, there and back.
    @Test(arguments: Backend.all)
    func billing(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let throughput = ProvisionedThroughput(readCapacityUnits: 7, writeCapacityUnits: 8)
            await expectError(.validation) {
                try await table.db.updateTable(UpdateTableRequest(tableName: table.name, billingMode: .provisioned))
            }
            _ = try await table.db.updateTable(
                UpdateTableRequest(tableName: table.name, billingMode: .provisioned, provisionedThroughput: throughput))
            let provisioned = try await waitUntilActive(table.db, tableName: table.name)
            #expect(provisioned.billingMode == .provisioned && provisioned.provisionedThroughput == throughput)
            _ = try await table.db.updateTable(UpdateTableRequest(tableName: table.name, billingMode: .payPerRequest))
            let byRequest = try await waitUntilActive(table.db, tableName: table.name)
            #expect(byRequest.billingMode == .payPerRequest && byRequest.provisionedThroughput.readCapacityUnits == 0)
        }
    }

    // A stream can be turned on and off.
    @Test(arguments: Backend.all)
    func stream(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            _ = try await table.db.updateTable(
                UpdateTableRequest(tableName: table.name, streamViewType: .some(.keysOnly)))
            let on = try await waitUntilActive(table.db, tableName: table.name)
            #expect(on.streamViewType == .keysOnly && on.latestStreamLabel != nil)
            _ = try await table.db.updateTable(UpdateTableRequest(tableName: table.name, streamViewType: .some(nil)))
            #expect(try await waitUntilActive(table.db, tableName: table.name).streamViewType == nil)
        }
    }
}
