import DynamoModel
import TestSupport

extension TestTable {
    /// Carries out a statement, in which `T` stands for the table's quoted name, and follows its pages.
    @discardableResult
    func run(
        _ statement: String, _ parameters: [AttributeValue] = [], consistent: Bool = false
    ) async throws(DynamoDBError) -> [Item] {
        var items: [Item] = []
        var token: String?
        repeat {
            let answer = try await db.executeStatement(
                ExecuteStatementRequest(
                    text(statement), parameters: parameters, consistentRead: consistent, nextToken: token))
            items += answer.items
            token = answer.nextToken
        } while token != nil
        return items
    }

    /// The statement with the table's name in place of `T`.
    func text(_ statement: String) -> String {
        statement.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word == "T" ? "\"\(name)\"" : word.hasPrefix("T.") ? "\"\(name)\"\(word.dropFirst())" : String(word)
        }.joined(separator: " ")
    }

    /// Items `1`…`count` of a partition, each with its number as `n`.
    func fill(_ partition: String, _ count: Int) async throws(DynamoDBError) {
        try await putAll((1...count).map { ["pk": .s(partition), "sk": .s("\($0)"), "n": .int($0)] })
    }
}

extension [Item] {
    /// The sort keys of the items.
    var sortKeys: [String] { compactMap { $0["sk"]?.string } }
}
