import Foundation
import Glibc

/// The items of a growth run: the size of a flashcard, in three indexes, each user's spread over the whole table.
struct GrowthItems {
    /// Items of each user: more than a page of an index query has.
    static let itemsPerUser = 40

    let count: Int
    var users: Int { max(1, count / Self.itemsPerUser) }

    /// The owner of an item: neighbours in the file belong to different users, as in a table that many write.
    private func user(of item: Int) -> Int { item % users }

    // MARK: Requests

    private static let getTemplate = RequestTemplate(
        TableRequest.bytes("GetItem", #"{"TableName":"LexiApp","Key":\#(key)}"#))
    private static let queryTemplate = RequestTemplate(
        TableRequest.bytes(
            "Query",
            #"{"TableName":"LexiApp","IndexName":"GSI1","KeyConditionExpression":"GSI1PK = :user","#
                + #""ExpressionAttributeValues":{":user":{"S":"\#(owner)#FLASHCARD"}},"#
                + #""ScanIndexForward":false,"Limit":20}"#))
    private static let putTemplate = RequestTemplate(
        TableRequest.bytes("PutItem", #"{"TableName":"LexiApp","Item":\#(item)}"#))

    /// Reads one item by its key, any of all.
    func randomGet() -> [UInt8] { Self.getTemplate.filled(item: Int.random(in: 0..<count), user: 0) }

    /// Reads the newest 20 items of a user, any of all.
    func randomQuery() -> [UInt8] { Self.queryTemplate.filled(item: 0, user: Int.random(in: 0..<users)) }

    /// Replaces one item, any of all, with the same.
    func randomPut() -> [UInt8] {
        let item = Int.random(in: 0..<count)
        return Self.putTemplate.filled(item: item, user: user(of: item))
    }

    // MARK: Import

    private static let lineTemplate = RequestTemplate(Array(item.utf8) + [UInt8(ascii: "\n")])

    /// Imports the items from a number on into a data folder that no server has open.
    func load(from first: Int, lexi: String, data: String, environment: [String: String]) throws {
        let process = Process()
        let input = Pipe()
        process.executableURL = URL(fileURLWithPath: lexi)
        process.arguments = ["table", "import", "--data", data, "--input", "-", "--merge"]
        process.environment = environment
        process.standardInput = input
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let writing = input.fileHandleForWriting
        for start in stride(from: first, to: count, by: Self.linesPerWrite) {
            var lines: [UInt8] = []
            for number in start..<min(start + Self.linesPerWrite, count) {
                lines += Self.lineTemplate.filled(item: number, user: user(of: number))
            }
            try writing.write(contentsOf: lines)
        }
        try writing.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("lexi table import failed") }
    }

    private static let linesPerWrite = 1_000

    // MARK: The item

    private static let number = RequestTemplate.item
    private static let owner = "USER#grown-\(RequestTemplate.user)"
    private static let key = ##"{"PK":{"S":"FLASHCARD#grown-\##(number)"},"SK":{"S":"METADATA#FLASHCARD"}}"##

    private static let item = """
        \(key.dropLast()),\
        "GSI1PK":{"S":"\(owner)#FLASHCARD"},"GSI1SK":{"S":"CREATED#2026-01-01T00:00:00Z#\(number)"},\
        "GSI2PK":{"S":"\(owner)#DUE"},"GSI2SK":{"S":"DUE#2026-01-02T00:00:00Z#\(number)"},\
        "GSI3PK":{"S":"\(owner)#MATURITY#LEARNING"},"GSI3SK":{"S":"WORD#word \(number)"},\
        "entity_type":{"S":"FLASHCARD"},"flashcard_id":{"S":"\(number)"},"user_id":{"S":"\(RequestTemplate.user)"},\
        "word":{"S":"word \(number)"},"word_type":{"S":"noun"},"translation_vi":{"S":"từ thứ \(number)"},\
        "example_sentence":{"S":"This sentence shows how the word is used in a conversation."},\
        "review_count":{"N":"3"},"repetition_count":{"N":"2"},"interval_days":{"N":"6"},\
        "ease_thousandths":{"N":"2500"},"lapse_count":{"N":"0"},"version":{"N":"4"},\
        "next_review_at":{"S":"2026-01-02T00:00:00Z"},"maturity":{"S":"LEARNING"},\
        "created_at":{"S":"2026-01-01T00:00:00Z"},"updated_at":{"S":"2026-01-01T00:00:00Z"}}
        """
}

/// Bytes with gaps for the numbers of an item and a user, found once and filled as often as needed.
struct RequestTemplate {
    private static let digits = 10
    /// Stands for the item's number.
    static let item = String(repeating: "@", count: digits)
    /// Stands for the user's number.
    static let user = String(repeating: "%", count: digits)

    private let bytes: [UInt8]
    private let items: [Int]
    private let users: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        func positions(_ mark: String) -> [Int] { bytes.indices.filter { bytes[$0...].starts(with: mark.utf8) } }
        (items, users) = (positions(Self.item), positions(Self.user))
    }

    func filled(item: Int, user: Int) -> [UInt8] {
        var filled = bytes
        for position in items { Self.write(item, into: &filled, at: position) }
        for position in users { Self.write(user, into: &filled, at: position) }
        return filled
    }

    private static func write(_ number: Int, into bytes: inout [UInt8], at position: Int) {
        var rest = number
        for index in (position..<position + digits).reversed() {
            bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}
