import DynamoModel

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
