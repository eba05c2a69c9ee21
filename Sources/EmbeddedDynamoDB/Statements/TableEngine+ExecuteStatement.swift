import DynamoExpressions
import DynamoModel
import TableStore

extension TableEngine {
    /// Carries out a statement; see ``DynamoDB/executeStatement(_:)``.
    func carryOut(
        _ request: ExecuteStatementRequest, _ note: WriteNote? = nil
    ) async throws(DynamoDBError) -> ExecuteStatementResponse {
        let bound = try answering { () throws(EngineFault) in try bind(request.statement, request.parameters) }
        switch bound.statement.action {
        case .select(let projection, let order): return try await select(request, bound, projection, order)
        case .check: throw Self.misplacedExistence.answer
        case .insert: return try await write(request, bound, .none, note)
        case .update(_, let returning), .delete(let returning):
            return try await write(request, bound, returning?.returnValues ?? .none, note)
        }
    }

    private func write(
        _ request: ExecuteStatementRequest, _ bound: BoundStatement, _ values: ReturnValues, _ note: WriteNote?
    ) async throws(DynamoDBError) -> ExecuteStatementResponse {
        let prepared = try answering { () throws(EngineFault) in
            if request.nextToken != nil { throw StatementToken.invalid }
            return try prepareWrite(bound, returning: request.returnValuesOnConditionCheckFailure)
        }
        let answer = try await write(prepared, values, request.returnConsumedCapacity, .none, note)
        return ExecuteStatementResponse(
            items: answer.attributes.map { [$0] } ?? [], consumedCapacity: answer.consumedCapacity)
    }

    // MARK: SELECT

    private func select(
        _ request: ExecuteStatementRequest, _ bound: BoundStatement, _ projection: [NamedPath]?,
        _ order: [StatementOrder]
    ) async throws(DynamoDBError) -> ExecuteStatementResponse {
        if projection == nil, order.isEmpty, request.nextToken == nil, bound.statement.source.index == nil,
            let point = try answering({ () throws(EngineFault) in try self.point(request, bound) }),
            let answer = try await get(request, point.table, point.key)
        {
            return answer
        }
        let plan = try answering { () throws(EngineFault) in
            try self.plan(request, bound, projection, order)
        }
        if let point = plan.point,
            let answer = try await get(request, plan.scan.readers[0].table, point, plan.scan.readers[0], projection)
        {
            return answer
        }
        let start = plan.scan
        let first = try await reading { () throws(EngineFault) in
            var scan = start
            let isComplete = try self.nextSlice(&scan)
            return (scan: scan, isComplete: isComplete)
        }
        let scan = first.isComplete ? first.scan : try await rest(of: first.scan)
        return try answering { () throws(EngineFault) in try scan.response(request) }
    }

    private func rest(of scan: StatementScan) async throws(DynamoDBError) -> StatementScan {
        try await inSlices(scan) { (scan) throws(DynamoDBError) in
            try self.answering { () throws(EngineFault) in try self.nextSlice(&scan) }
        }
    }

    private func nextSlice(_ scan: inout StatementScan) throws(EngineFault) -> Bool {
        guard let reader = scan.readers.first else { return true }
        return try read(reader.table, reader.index) { (connection) throws(EngineFault) in
            try scan.readSlice(connection)
        }
    }

    /// The row of a statement that asks for nothing but its whole key, which most do; nil of others, for which a plan
    /// has to be made.
    private func point(
        _ request: ExecuteStatementRequest, _ bound: BoundStatement
    ) throws(EngineFault) -> (table: TableInfo, key: KeyBytes)? {
        guard let condition = bound.statement.condition else { return nil }
        try Self.checkLimit(request.limit, at: "limit", isShown: true)
        let table = try table(bound.statement.source.table)
        return StatementReads(table.layout, bound.bindings).point(condition).map { (table, $0) }
    }

    /// Reads the one item that a statement names by its whole key; nil when the rest of its condition takes longer than
    /// others can wait, so that it is read as a range is.
    ///
    /// - Parameter reader: checks the rest of the condition; nil when the key is the whole condition.
    private func get(
        _ request: ExecuteStatementRequest, _ table: TableInfo, _ point: KeyBytes, _ reader: PageReader? = nil,
        _ projection: [NamedPath]? = nil
    ) async throws(DynamoDBError) -> ExecuteStatementResponse? {
        try await reading { () throws(EngineFault) in
            let found = try self.item(table, point)
            var response = ExecuteStatementResponse()
            if let item = found?.item {
                guard let matches = reader.map({ $0.holds(for: item) }) ?? true else { return nil }
                if matches { response.items = [projection.map(item.selecting) ?? item] }
            }
            if request.returnConsumedCapacity != .none {
                let kind = CapacityUnits.ReadKind(consistent: request.consistentRead)
                let units = CapacityUnits.read(bytes: found?.size ?? 0, kind)
                response.consumedCapacity = ConsumedCapacity(reading: units, table, nil)
            }
            return response
        }
    }

    /// What a `SELECT` reads.
    private struct StatementPlan: Sendable {
        let scan: StatementScan
        /// The key of the one row that is read; nil for ranges.
        var point: KeyBytes?
    }

    private func plan(
        _ request: ExecuteStatementRequest, _ bound: BoundStatement, _ projection: [NamedPath]?,
        _ order: [StatementOrder]
    ) throws(EngineFault) -> StatementPlan {
        try Self.checkLimit(request.limit, at: "limit", isShown: true)
        let token = try StatementToken(of: request)
        let table = try table(bound.statement.source.table)
        let index = try Self.readableIndex(bound.statement.source.index, of: table, request.consistentRead)
        let layout = index?.layout ?? table.layout
        let reads = try bound.statement.condition.flatMap { condition throws(EngineFault) in
            try StatementReads(layout, bound.bindings).of(condition)
        }
        var ordered = reads ?? [Self.wholeTable(bound.statement.condition)]
        let isForward = try StatementOrders(order, layout).apply(to: &ordered, isScan: reads == nil)
        let isPoint = index == nil && token == nil && ordered.count == 1 && ordered[0].isPoint
        var readers: [PageReader] = []
        for read in ordered {
            var reader = PageReader(table: table, index: index, lower: read.lower, upper: read.upper)
            reader.forward = isForward
            reader.limit = isPoint ? nil : request.limit
            reader.consistent = request.consistentRead
            reader.filter = read.filter.map { Condition($0, bound.bindings) }
            try reader.select(projection, isKeyed: reads != nil)
            readers.append(reader)
        }
        var plan = StatementPlan(scan: try StatementScan(readers, after: token))
        if isPoint { plan.point = ordered[0].lower }
        return plan
    }

    private static func wholeTable(_ condition: ConditionNode?) -> StatementRead {
        StatementRead(partition: nil, lower: [0], upper: KeyLayout.end, filter: condition)
    }

    private static func readableIndex(
        _ name: String?, of table: TableInfo, _ isConsistent: Bool
    ) throws(EngineFault) -> IndexInfo? {
        guard let name else { return nil }
        guard let index = table.index(named: name) else {
            throw .validation("The table does not have the specified index")
        }
        try checkSingleAttributes(index)
        if isConsistent && !index.isLocal {
            throw .validation("Consistent reads are not supported on Global Secondary Indexes")
        }
        guard index.isActive else {
            throw .validation("Cannot read from backfilling global secondary index: \(name)")
        }
        return index
    }
}

extension PageReader {
    /// Applies what a statement wants of the items.
    ///
    /// - Parameter isKeyed: whether the read is by key: then a filter may only look at what the index holds.
    fileprivate mutating func select(_ projection: [NamedPath]?, isKeyed: Bool) throws(EngineFault) {
        if let nested = filter?.nestedAttributes { try KeyRules.check(nested: nested, table) }
        if let projection {
            let nested = projection.filter { !$0.path.isTopLevel }.map { ByteKey($0.path.root) }
            try KeyRules.check(nested: Set(nested), table)
            shape = .named(projection)
        }
        guard let index else { return }
        let missing = (projection ?? []).map(\.path.root).filter { !index.projects($0) }
        if !missing.isEmpty {
            guard index.isLocal else {
                throw .invalid(
                    "Global secondary index \(index.name) does not project [\(missing.joined(separator: ", "))]")
            }
            fetchesWholeItems = true
        }
        guard isKeyed, let filter else { return }
        let hidden = filter.namedAttributes.filter { !index.projects($0) }
        guard hidden.isEmpty else {
            throw .invalid(
                "Secondary index \(index.name) does not project one or more filter attributes: "
                    + "[\(hidden.joined(separator: ", "))]")
        }
    }
}

/// What `ORDER BY` makes of the reads.
private struct StatementOrders {
    private let order: [StatementOrder]
    private let layout: KeyLayout

    init(_ order: [StatementOrder], _ layout: KeyLayout) {
        self.order = order
        self.layout = layout
    }

    /// Puts the reads in order, and says whether each of them goes up.
    func apply(to reads: inout [StatementRead], isScan: Bool) throws(EngineFault) -> Bool {
        guard !order.isEmpty else { return true }
        guard !isScan else {
            throw .validation(
                "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.")
        }
        for entry in order where !layout.contains(entry.name) {
            throw .validation("Attribute \(entry.name) in ORDER BY clause must be part of the primary key")
        }
        let byHash = entry(layout.hash[0].name)
        if byHash == nil, Set(reads.map(\.partition)).count > 1 {
            throw .validation(
                "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause."
            )
        }
        let isForward = !(layout.range.first.flatMap { entry($0.name) }?.isDescending ?? false)
        let isHashForward = !(byHash?.isDescending ?? false)
        reads = reads.enumerated().sorted { left, right in
            let order = (left.element.partition ?? .null).keyOrder(comparedWith: right.element.partition ?? .null)
            if order != 0 { return isHashForward ? order < 0 : order > 0 }
            return isForward ? left.offset < right.offset : left.offset > right.offset
        }.map(\.element)
        return isForward
    }

    private func entry(_ name: String) -> StatementOrder? { order.first { $0.name.hasSameBytes(as: name) } }
}

extension AttributeValue {
    /// Three-way order of two values of one key attribute.
    fileprivate func keyOrder(comparedWith other: AttributeValue) -> Int {
        var (left, right) = (KeyBytes(), KeyBytes())
        KeyEncoding.append(self, to: &left)
        KeyEncoding.append(other, to: &right)
        return left.compareBytes(with: right)
    }
}
