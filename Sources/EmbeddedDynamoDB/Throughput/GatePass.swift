import DynamoModel
import TableStore

/// That a request may use the throughput of its tables; nil in place of one when nobody wants to know what it uses.
struct GatePass: Sendable {
    /// Nil when nothing limits it.
    let gate: ThroughputGate?
    /// Nil when no keys are counted.
    let insights: KeyInsights?
    let uses: [ThroughputUse]

    /// The request took so much.
    func settle(_ consumed: [ConsumedCapacity]) {
        gate?.settle(uses, consumed)
        insights?.record(uses, consumed)
    }

    /// The request failed: conditions that did not hold took so much, anything else costs nothing.
    func settle(refused: [ConsumedCapacity]) { gate?.settle(uses, refused) }
}

extension TableEngine {
    /// What is given of a request that is refused as a whole or not at all.
    ///
    /// - Parameter uses: what it is about to use; its errors are left to the request itself.
    /// - Throws: `provisionedThroughputExceeded` or `throttling`, for a transaction `transactionCanceled`.
    func pass(
        isTransaction: Bool, _ uses: (() throws(EngineFault) -> [ThroughputUse])?
    ) throws(DynamoDBError) -> GatePass? {
        guard let instruments, instruments.wantsUses, let uses = try? uses?(), !uses.isEmpty else { return nil }
        let refusals = instruments.admit(uses, isWhole: true)
        guard let first = refusals.lazy.compactMap(\.self).first else { return instruments.pass(uses) }
        guard isTransaction else { throw first.error(place) }
        throw .transactionCanceled(refusals.map { $0?.cancellationReason ?? .none })
    }

    /// Runs a request, and settles what it took.
    ///
    /// - Parameter note: what its writes were found to be when it is refused.
    func settling<Answer>(
        _ pass: GatePass?, _ note: WriteNote? = nil, _ body: () async throws(DynamoDBError) -> Answer,
        consumed: (Answer) -> [ConsumedCapacity?]
    ) async throws(DynamoDBError) -> Answer {
        guard let pass else { return try await body() }
        do throws(DynamoDBError) {
            let answer = try await body()
            pass.settle(consumed(answer).compactMap(\.self))
            return answer
        } catch {
            pass.settle(refused: note?.refused ?? [])
            throw error
        }
    }

    // MARK: Batches

    /// What is given of a batch: its parts are admitted each on its own.
    ///
    /// - Parameter besides: whether the batch has parts that use nothing.
    /// - Returns: which parts may be carried out; nil when nothing limits them.
    /// - Throws: `provisionedThroughputExceeded` or `throttling` when none may.
    private func admit(
        _ uses: () throws(EngineFault) -> [ThroughputUse], besides: Bool = false
    ) throws(DynamoDBError) -> (pass: GatePass, refusals: [ThroughputRefusal?])? {
        guard let instruments, instruments.wantsUses, let uses = try? uses(), !uses.isEmpty else { return nil }
        let refusals = instruments.admit(uses, isWhole: false)
        if !besides, let first = refusals.first ?? nil, !refusals.contains(where: { $0 == nil }) {
            throw first.error(place)
        }
        let admitted = zip(uses, refusals).filter { $0.1 == nil }.map(\.0)
        return (instruments.pass(admitted), refusals)
    }

    /// Carries out what of the batch there are units for; the rest is unprocessed.
    func limited(_ request: BatchGetItemRequest) async throws(DynamoDBError) -> BatchGetItemResponse {
        let names = request.requestItems.keys.sorted()
        let admission = try admit { () throws(EngineFault) in
            var uses: [ThroughputUse] = []
            for (name, asked) in request.requestItems.sorted(by: { $0.key < $1.key }) {
                uses += try self.uses(name, asked)
            }
            return uses
        }
        guard let (pass, refusals) = admission else { return try await carryOut(request) }
        var (admitted, rest) = (request, [String: KeysAndAttributes]())
        var next = 0
        for name in names {
            guard let asked = request.requestItems[name] else { continue }
            let (taken, left) = Self.divided(asked.keys, refusals[next..<next + asked.keys.count])
            next += asked.keys.count
            admitted.requestItems[name] = taken.isEmpty ? nil : asked.with(keys: taken)
            if !left.isEmpty { rest[name] = asked.with(keys: left) }
        }
        let part = admitted
        var answer = try await settling(pass) { () async throws(DynamoDBError) in
            try await carryOut(part)
        } consumed: {
            $0.consumedCapacity ?? []
        }
        for name in names where answer.responses[name] == nil { answer.responses[name] = [] }
        answer.unprocessedKeys.merge(rest) { $0.with(keys: $0.keys + $1.keys) }
        return answer
    }

    /// Carries out what of the batch there are units for; the rest is unprocessed.
    func limited(
        _ request: BatchWriteItemRequest, _ note: WriteNote
    ) async throws(DynamoDBError) -> BatchWriteItemResponse {
        let names = request.requestItems.keys.sorted()
        let admission = try admit { () throws(EngineFault) in
            var uses: [ThroughputUse] = []
            for (name, writes) in request.requestItems.sorted(by: { $0.key < $1.key }) {
                uses += try self.uses(name, writes)
            }
            return uses
        }
        guard let (pass, refusals) = admission else { return try await carryOut(request, note) }
        var (admitted, rest) = (request, [String: [BatchWrite]]())
        var next = 0
        for name in names {
            let writes = request.requestItems[name] ?? []
            let (taken, left) = Self.divided(writes, refusals[next..<next + writes.count])
            next += writes.count
            admitted.requestItems[name] = taken.isEmpty ? nil : taken
            if !left.isEmpty { rest[name] = left }
        }
        let part = admitted
        var answer = try await settling(pass) { () async throws(DynamoDBError) in
            try await carryOut(part, note)
        } consumed: {
            $0.consumedCapacity ?? []
        }
        answer.unprocessedItems.merge(rest) { $0 + $1 }
        return answer
    }

    /// Carries out the statements that there are units for; the others are refused one by one.
    func limited(_ request: BatchExecuteStatementRequest) async throws(DynamoDBError) -> BatchExecuteStatementResponse {
        guard let instruments, instruments.wantsUses else { return try await carryOut(request) }
        // A statement that cannot be read uses nothing: it is refused by itself, and the others have their limits.
        let uses = request.statements.map { statement in try? use(of: statement) }
        guard let (pass, outcomes) = try admit({ uses.compactMap(\.self) }, besides: uses.contains { $0 == nil }) else {
            return try await carryOut(request)
        }
        var next = outcomes.makeIterator()
        let refusals = uses.map { use in use.flatMap { _ in next.next() ?? nil } }
        var part = request
        part.statements = Self.divided(request.statements, refusals[...]).taken
        let admitted = part
        var answer = try await settling(pass) { () async throws(DynamoDBError) in
            try await carryOut(admitted)
        } consumed: {
            $0.consumedCapacity ?? []
        }
        for (position, refusal) in refusals.enumerated() {
            guard let error = refusal?.statementError else { continue }
            answer.responses.insert(
                BatchStatementResponse(error: error, tableName: refusal?.tableName), at: position)
        }
        return answer
    }

    private static func divided<Element>(
        _ elements: [Element], _ refusals: ArraySlice<ThroughputRefusal?>
    ) -> (taken: [Element], left: [Element]) {
        let pairs = Array(zip(elements, refusals))
        return (pairs.filter { $0.1 == nil }.map(\.0), pairs.filter { $0.1 != nil }.map(\.0))
    }
}

extension KeysAndAttributes {
    fileprivate func with(keys: [Item]) -> KeysAndAttributes {
        var other = self
        other.keys = keys
        return other
    }
}
