import DynamoModel

/// A table that items are moved from or to, by any implementation of the protocol.
public struct TransferTable: Sendable {
    /// What holds the table.
    public let db: any DynamoDB
    /// The table's name.
    public let name: String

    /// What messages call it: the name in quotation marks, and where it is when there are two.
    public let title: String

    /// A table of this name.
    public init(_ db: any DynamoDB, name: String, title: String? = nil) {
        self.db = db
        self.name = name
        self.title = title ?? "'\(name)'"
    }

    /// The table's description; nil when there is no such table.
    func description() async throws(TransferError) -> TableDescription? {
        do { return try await db.describeTable(tableName: name) } catch {
            if error.code == .resourceNotFound || error.code == .tableNotFound { return nil }
            throw .table(title: title, error)
        }
    }

    /// The description of a table that must be there and ready.
    func activeDescription() async throws(TransferError) -> TableDescription {
        guard let found = try await description() else { throw .refused("there is no table \(title)") }
        guard found.tableStatus == .active || found.tableStatus == .updating else {
            throw .refused("the table \(title) is \(found.tableStatus.rawValue), and not ready")
        }
        return found
    }

    /// Whether the table holds any item.
    func isEmpty() async throws(TransferError) -> Bool {
        var request = ScanRequest(tableName: name, limit: 1, consistentRead: true)
        while true {
            let page: PageResponse
            do { page = try await db.scan(request) } catch { throw .table(title: title, error) }
            if page.scannedCount > 0 { return false }
            guard let last = page.lastEvaluatedKey else { return true }
            request.exclusiveStartKey = last
        }
    }
}

extension TableDescription {
    /// The names of the primary key's attributes.
    var keyNames: [String] { keySchema.map(\.attributeName) }

    /// The types of the primary key's attributes, in the order of the key.
    var keyTypes: [ScalarAttributeType?] { keyNames.map(type) }

    /// The type of an attribute of a key, of the table's own or of an index's.
    func type(of name: String) -> ScalarAttributeType? {
        attributeDefinitions.first { $0.attributeName.hasSameBytes(as: name) }?.attributeType
    }
}

/// How many segments a table is read in at the same time.
public enum Segments {
    /// The most that can be asked for.
    public static let most = 256
    private static let bytesOfEach = 4 << 20
    private static let itemsOfEach = 4000
    private static let mostOfCore = 4

    /// One for every 4 MB or 4,000 items of the table, up to four for each processor.
    public static func suitable(for table: TableDescription, cores: Int) -> Int {
        // What the table reports of itself may be wrong; every table has one segment at least.
        let wanted = max(table.tableSizeBytes / bytesOfEach, table.itemCount / itemsOfEach, 0) + 1
        return min(wanted, max(cores, 1).multipliedSaturating(by: mostOfCore), most)
    }
}

/// One segment of a table, read page by page with consistent reads.
struct SegmentReader {
    let table: TransferTable
    let segment: Int
    let total: Int
    /// The attributes to read; nil for all.
    var attributes: [String]?
    /// The key that was read last.
    private(set) var last: Item?
    private(set) var isAtEnd = false

    init(_ table: TransferTable, segment: Int, of total: Int, after last: Item? = nil, attributes: [String]? = nil) {
        (self.table, self.segment, self.total) = (table, segment, total)
        (self.last, self.attributes) = (last, attributes)
    }

    /// The next page, which may be empty; nil after the last one.
    /// - Throws: ``TransferError/stopped`` when the task is cancelled.
    mutating func next() async throws(TransferError) -> [Item]? {
        guard !isAtEnd else { return nil }
        guard !Task.isCancelled else { throw .stopped }
        var request = ScanRequest(
            tableName: table.name, exclusiveStartKey: last, segment: segment, totalSegments: total, consistentRead: true
        )
        if let attributes {
            let names = attributes.enumerated().map { ("#k\($0.offset)", $0.element) }
            request.projectionExpression = .text(names.map(\.0).joined(separator: ", "))
            request.parameters = ExpressionParameters(names: Dictionary(uniqueKeysWithValues: names))
        }
        var patience = Patience(table: table.title)
        let page = try await patience.run { [request, table] () async throws(DynamoDBError) in
            try await table.db.scan(request)
        }
        last = page.lastEvaluatedKey ?? last
        isAtEnd = page.lastEvaluatedKey == nil
        return page.items
    }
}
