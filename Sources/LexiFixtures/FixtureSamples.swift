import DynamoModel
import Lexi

/// Some items of the table as the fixtures leave it: for documents that show real ones.
public enum FixtureSamples {
    /// Items of each kind, and of each set of indexes that items of the kind are in.
    static let perGroup = 2
    /// The day of loading, always the same, so that the documents are.
    static let day = LocalDay(utc: Timestamp(clamping: 1_777_680_000))

    /// Loads the fixtures of a folder into an empty table and picks its samples, by kind and then by key.
    ///
    /// - Throws: ``FixtureError``, `RepositoryError`, and what the table throws.
    public static func load(folder: String, into database: any DynamoDB) async throws -> [Item] {
        let fixtures = try Fixtures(folder: folder, loadedOn: day)
        let name = LexiTable.defaultName
        try await FixtureLoader(fixtures, into: database, tableName: name, issuer: "lexi", random: .seeded(1)).load()
        var groups: [Group: [Item]] = [:]
        var request = ScanRequest(tableName: name)
        repeat {
            let page = try await database.scan(request)
            for item in page.items { groups[Group(item), default: []].append(item) }
            request.exclusiveStartKey = page.lastEvaluatedKey
        } while request.exclusiveStartKey != nil
        return groups.sorted { $0.key < $1.key }.flatMap { $0.value.sorted(by: isBefore).prefix(perGroup) }
    }

    private static func isBefore(_ left: Item, _ right: Item) -> Bool {
        for name in ["PK", "SK"] {
            let order = (left[name]?.string ?? "").compareBytes(with: right[name]?.string ?? "")
            if order != 0 { return order < 0 }
        }
        return false
    }

    /// A kind of item in the indexes that it is in.
    private struct Group: Hashable, Comparable {
        let kind: Int
        let indexes: String

        init(_ item: Item) {
            let kind = item["entity"]?.string.flatMap { ItemKind(rawValue: $0) }
            self.kind = kind.flatMap { ItemKind.allCases.firstIndex(of: $0) } ?? ItemKind.allCases.count
            indexes = item.map(\.name).filter { $0.hasPrefix("GSI") }.joined(separator: " ")
        }

        static func < (left: Group, right: Group) -> Bool { (left.kind, left.indexes) < (right.kind, right.indexes) }
    }
}
