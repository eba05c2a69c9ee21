import DynamoModel
import EmbeddedDynamoDB
import Foundation
import TestSupport

@testable import TableTransfer

/// Items with every attribute type, made from a seed.
enum Samples {
    /// - Parameter count: how many; each with a separate key.
    static func items(_ count: Int, seed: UInt64 = 1) throws -> [Item] {
        var random = SeededGenerator(seed: seed)
        return try (0..<count).map { number in
            var item = try random.attributes(upTo: 8)
            item["pk"] = .s("p\(number % 37)" + random.text(upTo: 3))
            item["sk"] = .s("s\(number)")
            return item
        }
    }

    /// One item with each of the ten types, and with what is easily lost: empty text and bytes, 38 digits, both ends of
    /// the range of numbers, composed and decomposed letters, U+0000, sets.
    static func everything(_ sort: String = "everything") throws -> Item {
        [
            "pk": "all", "sk": .s(sort), "empty": "", "noBytes": .b([]), "bytes": .b([0, 255, 10, 13]),
            "long": try .decimal("12345678901234567890123456789012345678"),
            "small": try .decimal("1E-130"), "large": try .decimal("-9.9999999999999999999999999999999999999E+125"),
            "text": "é e\u{301} 😀 \u{0} \" \\ \n \u{2028}", "true": true, "false": false, "null": .null,
            "map": ["": "empty name", "inner": ["a": [1, "b", .null, .b([1])]]], "list": [], "noMembers": [:],
            "strings": try .strings("a", "B", ""), "numbers": try .numbers("1", "-2.50", "1e10"),
            "binaries": try .binaries([1], [2, 3], []),
        ]
    }
}

extension Backend {
    /// Runs `body` with two tables of one shape: in memory, with items; on a file, empty.
    static func withPair(
        _ items: [Item], _ body: @Sendable (TestTable, TestTable) async throws -> Void
    ) async throws {
        try await memory.withTable(TestTables.keyed(name: "Source")) { source in
            try await source.putAll(items)
            try await file.withTable(TestTables.keyed(name: "Target")) { target in
                try await body(source, target)
            }
        }
    }
}

extension TestTable {
    var transfer: TransferTable { TransferTable(db, name: name) }

    /// All items, by their keys.
    func contents() async throws -> [Item: Item] {
        var found: [Item: Item] = [:]
        var request = ScanRequest(tableName: name, consistentRead: true)
        while true {
            let page = try await db.scan(request)
            for item in page.items { found[key(of: item)] = item }
            guard let last = page.lastEvaluatedKey else { return found }
            request.exclusiveStartKey = last
        }
    }
}

/// The checksum of these items.
func checksum(_ items: [Item]) -> TableChecksum {
    var sum = TableChecksum()
    for item in items { sum.add(item) }
    return sum
}

func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }
func contents(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}
