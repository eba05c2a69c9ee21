import DynamoModel
import Foundation
import Lexi
import LexiSchema
import Testing

@Suite struct SchemaDocumentsTests {
    // The files in schema/ are those that the registry makes.
    @Test func schemaDocumentsAreNotStale() throws {
        let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for document in SchemaDocuments.all {
            let file = top.appending(path: document.path)
            if ProcessInfo.processInfo.environment["LEXI_WRITE_SCHEMA"] == "1" {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try document.contents.write(to: file, atomically: true, encoding: .utf8)
            }
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text == document.contents, "\(document.path) is stale: run lexi table schema --write")
        }
    }

    // table.json is what CreateTable takes: every attribute that a key uses is defined, and no others.
    @Test func tableIsWhole() throws {
        let request = TableDefinition.lexiApp()
        let used = request.keySchema + request.globalSecondaryIndexes.flatMap(\.keySchema)
        #expect(Set(used.map(\.attributeName)) == Set(request.attributeDefinitions.map(\.attributeName)))
        let document = try #require(SchemaDocuments.all.first { $0.path.hasSuffix("table.json") })
        let json = try JSONSerialization.jsonObject(with: Data(document.contents.utf8)) as? [String: Any]
        #expect(json?["TableName"] as? String == "LexiApp")
        #expect((json?["GlobalSecondaryIndexes"] as? [Any])?.count == 5)
        #expect((json?["AttributeDefinitions"] as? [Any])?.count == 12)
    }
}
