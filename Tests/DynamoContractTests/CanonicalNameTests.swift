import DynamoModel
import TestSupport
import Testing

/// Names are distinguished by their bytes: composed and decomposed letters make two names.
@Suite(.tables) struct CanonicalNameTests {
    private static let composed = "\u{e9}"
    private static let decomposed = "e\u{301}"

    private static func bytes(_ texts: [String]) -> Set<[UInt8]> { Set(texts.map { Array($0.utf8) }) }

    @Test(arguments: Backend.all)
    func tags(_ backend: Backend) async throws {
        // Tags take no marks, but the sign of the ångström is equal to the letter.
        let (letter, sign) = ("\u{c5}", "\u{212b}")
        try await backend.withTable(TestTables.keyed()) { table in
            let arn = try await TagTests.arn(table)
            let tags = [Tag(key: letter, value: "1"), Tag(key: sign, value: "2")]
            try await table.db.tagResource(arn: arn, tags: tags)
            let keys = try await table.db.listTagsOfResource(arn: arn).map(\.key)
            #expect(Self.bytes(keys) == Self.bytes([letter, sign]))
            try await table.db.untagResource(arn: arn, tagKeys: [sign])
            #expect(
                Self.bytes(try await table.db.listTagsOfResource(arn: arn).map(\.key)) == Self.bytes([letter]))
        }
    }

    // A document next to a key of the other name can be looked into, the key itself not.
    @Test(arguments: Backend.all)
    func nestedKeys(_ backend: Backend) async throws {
        let definition = CreateTableRequest(
            tableName: "Canonical", attributeDefinitions: [AttributeDefinition(Self.composed, .s)],
            keySchema: [KeySchemaElement(Self.composed, .hash)])
        try await backend.withTable(definition) { table in
            try await table.put([Self.composed: "k", Self.decomposed: ["x": 1]])
            func find(_ name: String) async throws(DynamoDBError) -> Int {
                try await table.db.scan(
                    ScanRequest(
                        tableName: table.name, filterExpression: "#n.x = :v",
                        parameters: ExpressionParameters(names: ["#n": name], values: [":v": 1]))
                ).count
            }
            #expect(try await find(Self.decomposed) == 1)
            await expectError(.validation) { try await find(Self.composed) }
        }
    }

    // An index includes both, and both can be its key.
    @Test(arguments: Backend.all)
    func schemas(_ backend: Backend) async throws {
        let key = [KeySchemaElement(Self.composed, .hash), KeySchemaElement(Self.decomposed, .range)]
        var definition = TestTables.keyed(name: "Schema")
        definition.attributeDefinitions += [
            AttributeDefinition(Self.composed, .s), AttributeDefinition(Self.decomposed, .s),
        ]
        definition.globalSecondaryIndexes = [
            SecondaryIndex(
                indexName: "both", keySchema: key, projection: .include(["a\(Self.composed)", "a\(Self.decomposed)"]))
        ]
        try await backend.withTable(definition) { table in
            try await table.put(["pk": "a", "sk": "b", Self.composed: "1", Self.decomposed: "2"])
            let page = try await table.db.scan(ScanRequest(tableName: table.name, indexName: "both"))
            #expect(page.items.first?.count == 4)
            // The next page begins after a key with both names.
            try await table.put(["pk": "b", "sk": "b", Self.composed: "1", Self.decomposed: "3"])
            var start: Item?
            var seen: [String] = []
            repeat {
                let page = try await table.db.scan(
                    ScanRequest(tableName: table.name, indexName: "both", limit: 1, exclusiveStartKey: start))
                seen += page.items.compactMap { $0["pk"]?.string }
                start = page.lastEvaluatedKey
            } while start != nil
            #expect(seen == ["a", "b"])
        }
    }

    // Both can be the key of a table, whose pages go on.
    @Test(arguments: Backend.all)
    func keys(_ backend: Backend) async throws {
        let definition = CreateTableRequest(
            tableName: "Canonical",
            attributeDefinitions: [
                AttributeDefinition(Self.composed, .s), AttributeDefinition(Self.decomposed, .s),
            ],
            keySchema: [KeySchemaElement(Self.composed, .hash), KeySchemaElement(Self.decomposed, .range)])
        try await backend.withTable(definition) { table in
            for number in 1...2 { try await table.put([Self.composed: "k", Self.decomposed: .s("\(number)")]) }
            func page(after start: Item?) async throws(DynamoDBError) -> PageResponse {
                try await table.db.query(
                    QueryRequest(
                        tableName: table.name, keyConditionExpression: "#n = :v",
                        parameters: ExpressionParameters(names: ["#n": Self.composed], values: [":v": "k"]), limit: 1,
                        exclusiveStartKey: start))
            }
            let first = try await page(after: nil)
            let second = try await page(after: first.lastEvaluatedKey)
            #expect((first.items + second.items).map { $0[Self.decomposed] } == ["1", "2"])
        }
    }
}
