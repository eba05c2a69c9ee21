import DynamoExpressions
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Reads a page of one partition; see ``DynamoDB/query(_:)``.
    func carryOut(_ request: QueryRequest) async throws(DynamoDBError) -> PageResponse {
        let reader = try answering { () throws(EngineFault) in try pageReader(request) }
        return try await page(reader, request.returnConsumedCapacity)
    }

    /// Reads a page of a table or segment; see ``DynamoDB/scan(_:)``.
    func carryOut(_ request: ScanRequest) async throws(DynamoDBError) -> PageResponse {
        let reader = try answering { () throws(EngineFault) in try pageReader(request) }
        return try await page(reader, request.returnConsumedCapacity)
    }

    /// Reads a page: its first slice, which most pages are, on the caller's thread, which others share, unless it may
    /// wait for the disk; a long rest elsewhere.
    func page(
        _ reader: consuming PageReader, _ returned: ReturnConsumedCapacity
    ) async throws(DynamoDBError) -> PageResponse {
        let start = reader
        let first = try await reading { () throws(EngineFault) in
            var (page, reader) = (PageReader.Page(), start)
            let isComplete = try self.nextSlice(&page, &reader)
            return (page: page, reader: reader, isComplete: isComplete)
        }
        let page = first.isComplete ? first.page : try await rest(of: first.page, first.reader)
        return try answering { () throws(EngineFault) in try start.response(page, returned) }
    }

    /// Reads the other slices.
    private func rest(of page: PageReader.Page, _ reader: PageReader) async throws(DynamoDBError) -> PageReader.Page {
        try await inSlices((page, reader)) { (state) throws(DynamoDBError) in
            try self.answering { () throws(EngineFault) in try self.nextSlice(&state.0, &state.1) }
        }.0
    }

    private func nextSlice(_ page: inout PageReader.Page, _ reader: inout PageReader) throws(EngineFault) -> Bool {
        try read(reader.table, reader.index) { (connection) throws(EngineFault) in
            try reader.readSlice(into: &page, connection)
        }
    }

    // MARK: Query

    func pageReader(_ request: QueryRequest) throws(EngineFault) -> PageReader {
        try Self.checkLimit(request.limit, at: "Limit", isShown: false)
        try SelectRules(request.select, request.projectionExpression, index: request.indexName)
            .check(counts: true)
        let expressions = try Self.parsing { () throws(DynamoDBError) in try QueryExpressions(request) }
        let table = try table(request.tableName)
        let index = try Self.index(request.indexName, of: table, consistent: request.consistentRead)
        let layout = index?.layout ?? table.layout
        let key = try Self.parsing { () throws(DynamoDBError) in
            try KeyCondition(
                expressions.conditions, schema: index?.definition.index.keySchema ?? table.definition.keySchema,
                types: table.definition.attributeDefinitions)
        }
        if let filter = expressions.filter {
            try Self.checkFilter(filter, layout, request.filterExpression?.legacyParameter ?? "Filter Expression")
        }
        try Self.check(expressions.filter, expressions.paths, table)
        let (lower, upper) = try KeyBounds.of(key, layout)
        var reader = PageReader(table: table, index: index, lower: lower, upper: upper)
        reader.forward = request.scanIndexForward
        reader.limit = request.limit
        reader.filter = expressions.filter
        reader.consistent = request.consistentRead
        reader.form = request.itemForm
        try reader.select(request.select, expressions.paths)
        if let startKey = request.exclusiveStartKey {
            let hasRange = key.sort != nil
            try reader.start(after: startKey, namesTell: "") {
                hasRange
                    ? "The provided starting key does not match the range key predicate"
                    : "The provided starting key is outside query boundaries based on provided conditions"
            }
        }
        return reader
    }

    /// The expressions of a query, as far as they can be checked without the table.
    private struct QueryExpressions {
        let conditions: [AttributeCondition]
        let filter: Condition?
        let paths: ProjectionPaths?

        init(_ request: QueryRequest) throws(DynamoDBError) {
            guard let key = request.keyConditionExpression else {
                throw .validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
            }
            var expressions = RequestExpressions(request.parameters)
            let condition = try expressions.keyCondition(key)
            filter = if let filter = request.filterExpression { try expressions.filter(filter) } else { nil }
            paths =
                if let projection = request.projectionExpression { try expressions.projection(projection) } else { nil }
            try expressions.finish()
            conditions = try RequestExpressions.attributeConditions(condition)
        }
    }

    /// What the key condition decides is no matter of the filter.
    static func checkFilter(
        _ filter: Condition, _ layout: KeyLayout, _ parameter: String
    ) throws(EngineFault) {
        for name in filter.topLevelAttributes.map(\.text).sorted(by: { $0.compareBytes(with: $1) < 0 })
        where layout.contains(name) {
            throw .validation(
                "\(parameter) can only contain non-primary key attributes: Primary key attribute: \(name)")
        }
    }

    static func check(
        _ filter: Condition?, _ paths: ProjectionPaths?, _ table: TableInfo
    ) throws(EngineFault) {
        if let paths { try KeyRules.check(nested: paths.nestedAttributes, table) }
        if let filter { try KeyRules.check(nested: filter.nestedAttributes, table) }
    }

    // MARK: Scan

    private func pageReader(_ request: ScanRequest) throws(EngineFault) -> PageReader {
        try Self.checkLimit(request.limit, at: "limit", isShown: true)
        let (first, last) = try Self.segment(request)
        try SelectRules(request.select, request.projectionExpression, index: request.indexName)
            .check(counts: false)
        var expressions = RequestExpressions(request.parameters)
        let (filter, paths) = try Self.parsing { () throws(DynamoDBError) in
            let filter: Condition? =
                if let filter = request.filterExpression { try expressions.filter(filter) } else { nil }
            let paths: ProjectionPaths? =
                if let projection = request.projectionExpression { try expressions.projection(projection) } else { nil }
            try expressions.finish()
            return (filter, paths)
        }
        let table = try table(request.tableName)
        let index = try Self.index(request.indexName, of: table, consistent: request.consistentRead)
        try Self.check(filter, paths, table)
        var reader = PageReader(table: table, index: index, lower: first, upper: last)
        reader.limit = request.limit
        reader.filter = filter
        reader.consistent = request.consistentRead
        reader.form = request.itemForm
        try reader.select(request.select, paths)
        if let startKey = request.exclusiveStartKey {
            let mismatch = index == nil ? PageReader.keyMismatch : ""
            try reader.start(after: startKey, namesTell: mismatch) {
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
                    + "correct Segment. TotalSegments: \(request.totalSegments ?? 1) Segment: \(request.segment ?? 0)"
            }
        }
        return reader
    }

    /// The range of keys of a request's segment: a part of the hashes.
    private static func segment(_ request: ScanRequest) throws(EngineFault) -> (KeyBytes, KeyBytes) {
        if request.segment != nil && request.totalSegments == nil {
            throw .validation(
                "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
                    + "present")
        }
        guard let total = request.totalSegments else { return ([0], KeyLayout.end) }
        guard let segment = request.segment else {
            throw .validation(
                "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
                    + "present")
        }
        try EngineFault.refuse(
            ServiceModel.scanTotalSegments.violated(value: total), at: "totalSegments", value: "\(total)")
        guard (0..<total).contains(segment) else {
            throw .validation(
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: \(segment) "
                    + "is not less than TotalSegments: \(total)")
        }
        func bound(_ segment: Int) -> KeyBytes {
            let hash = segment * KeyLayout.hashes / total
            return [UInt8(hash >> 8), UInt8(hash & 0xff)]
        }
        return (bound(segment), bound(segment + 1))
    }

    // MARK: Both

    /// - Parameters:
    ///   - place: the limit as the operation's message names it.
    ///   - isShown: whether that message shows the value.
    static func checkLimit(_ limit: Int?, at place: String, isShown: Bool) throws(EngineFault) {
        guard let limit else { return }
        try EngineFault.refuse(
            ServiceModel.positiveIntegerObject.violated(value: limit), at: place, value: isShown ? "\(limit)" : nil)
    }

    private static func index(
        _ name: String?, of table: TableInfo, consistent: Bool
    ) throws(EngineFault) -> IndexInfo? {
        guard let name else { return nil }
        guard let index = table.index(named: name) else {
            throw .missingIndex(name)
        }
        if consistent && !index.isLocal {
            throw .validation("Consistent reads are not supported on global secondary indexes")
        }
        guard index.isActive else {
            throw .validation("Cannot read from backfilling global secondary index: \(name)")
        }
        return index
    }
}
