import DynamoModel
import DynamoWire
import Foundation
import JSONText
import Testing

@testable import Lexi

/// A file of items next to the tests, an item a line, in DynamoDB's JSON.
struct ItemFile {
    private let url: URL

    /// The file of this name in `Items/`.
    init(_ name: String) {
        url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Items").appending(path: name)
    }

    /// Whether the files are to be written rather than read.
    static let isWriting = ProcessInfo.processInfo.environment["LEXI_WRITE_ITEMS"] == "1"

    func lines() throws -> [String] {
        try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    func items() throws -> [Item] { try lines().map(Self.item) }

    func write(_ items: [Item]) throws {
        try (items.map(Self.line).joined(separator: "\n") + "\n").write(to: url, atomically: true, encoding: .utf8)
    }

    static func line(_ item: Item) -> String {
        var writer = JSONWriter()
        writer.attributes(item)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func item(_ line: String) throws -> Item {
        try AttributeMap(itemJSON: JSONValue.parse(Array(line.utf8)))
    }
}
