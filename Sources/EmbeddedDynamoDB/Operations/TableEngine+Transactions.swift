import DynamoExpressions
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Refuses a request that names an item twice.
    static func checkDistinct(_ keys: [(table: Int, key: KeyBytes)]) throws(EngineFault) {
        if hasDuplicates(keys) {
            throw .validation("Transaction request cannot include multiple operations on one item")
        }
    }

    /// Whether an item comes twice.
    static func hasDuplicates(_ keys: [(table: Int, key: KeyBytes)]) -> Bool {
        // A few keys are compared quicker than hashed.
        if keys.count <= 8 {
            for (position, left) in keys.enumerated() {
                for right in keys[(position + 1)...] where left.table == right.table && left.key == right.key {
                    return true
                }
            }
            return false
        }
        struct Named: Hashable {
            let table: Int
            let key: KeyBytes
        }
        return Set(keys.map { Named(table: $0.table, key: $0.key) }).count < keys.count
    }

    // MARK: Writing

    /// Carries out a write transaction; see ``DynamoDB/transactWriteItems(_:)``.
    func carryOut(
        _ request: TransactWriteItemsRequest, _ note: WriteNote? = nil
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse {
        let (writes, token) = try answering { () throws(EngineFault) in
            try EngineFault.refuse(
                ServiceModel.transactWriteItemList.violated(length: request.transactItems.count), at: "transactItems")
            return (try prepare(request.transactItems), try Self.token(of: request))
        }
        var response = try await commit(writes, token, request.returnConsumedCapacity, note)
        if request.returnItemCollectionMetrics == .size {
            response.itemCollectionMetrics = await collectionMetrics(writes)
        }
        return response
    }

    /// Carries out all writes or none, once for a token.
    func commit(
        _ writes: [PreparedWrite], _ token: TransactionToken?, _ returned: ReturnConsumedCapacity,
        _ note: WriteNote? = nil
    ) async throws(DynamoDBError) -> TransactWriteItemsResponse {
        try await write(writes) { (writer, writes, budget) throws(EngineFault) -> TransactWriteItemsResponse in
            if let token, let first = try writer.earlierTransaction(token) {
                return try writer.answerAgain(writes, first, returned)
            }
            let changes = try writer.plan(writes, &budget, note)
            for change in changes { try writer.apply(change) }
            if let token {
                let record = TransactionRecord(token.fingerprint, changes)
                try writer.remember(TransactionToken(token: token.token, fingerprint: record.bytes))
            }
            return writer.response(changes, returned)
        }
    }

    private func prepare(_ items: [TransactWrite]) throws(EngineFault) -> [PreparedWrite] {
        var writes: [PreparedWrite] = []
        writes.reserveCapacity(items.count)
        var reasons = [CancellationReason](repeating: .none, count: items.count)
        // Expressions are checked before any table is read.
        var parsed: [(update: Update?, condition: Condition?)] = []
        parsed.reserveCapacity(items.count)
        for item in items { parsed.append(try Self.parse(item)) }
        for (position, item) in items.enumerated() {
            let (update, condition) = parsed[position]
            let table = try table(item.tableName)
            do throws(EngineFault) {
                writes.append(try Self.prepare(item, table, update, condition))
            } catch {
                reasons[position] = try error.reason()
            }
        }
        if writes.count < items.count { throw .request(.transactionCanceled(reasons)) }
        try Self.checkDistinct(writes.map { ($0.table.id, $0.key) })
        return writes
    }

    private static func parse(
        _ item: TransactWrite
    ) throws(EngineFault) -> (update: Update?, condition: Condition?) {
        switch item.action {
        case .update(_, let expression):
            return try update(expression, condition: item.conditionExpression, item.parameters)
        case .conditionCheck where item.conditionExpression == nil:
            throw .validation("The expression can not be empty;")
        case .conditionCheck, .put, .delete: return (nil, try condition(item.conditionExpression, item.parameters))
        }
    }

    private static func prepare(
        _ item: TransactWrite, _ table: TableInfo, _ update: Update?, _ condition: Condition?
    ) throws(EngineFault) -> PreparedWrite {
        let returning = item.returnValuesOnConditionCheckFailure
        switch item.action {
        case .put(let put): return try .put(put, table, condition: condition, returning: returning)
        case .conditionCheck(let key):
            return try .keyed(key, table, .check, condition: condition, returning: returning)
        case .update(let key, _): return try .update(key, table, update, condition: condition, returning: returning)
        case .delete(let key): return try .keyed(key, table, .delete, condition: condition, returning: returning)
        }
    }

    private static func token(of request: TransactWriteItemsRequest) throws(EngineFault) -> TransactionToken? {
        try token(request.clientRequestToken) { RequestFingerprint.of(request.transactItems) }
    }

    /// The token of a request, with the fingerprint by which the request is known again.
    static func token(_ token: String?, _ fingerprint: () -> [UInt8]) throws(EngineFault) -> TransactionToken? {
        guard let token else { return nil }
        try EngineFault.refuse(
            ServiceModel.clientRequestToken.violated(by: token), at: "clientRequestToken", value: token)
        return TransactionToken(token: token, fingerprint: fingerprint())
    }
}

extension Writer {
    /// What is recorded of the transaction when it was carried out before; nil for a new one.
    ///
    /// - Throws: `idempotentParameterMismatch` when the token came with another request.
    func earlierTransaction(_ token: TransactionToken) throws(EngineFault) -> TransactionRecord? {
        guard let known = try tokens.fingerprint(of: token.token) else { return nil }
        let record = TransactionRecord(bytes: known)
        guard record.fingerprint == token.fingerprint else {
            throw .request(
                DynamoDBError(
                    .idempotentParameterMismatch,
                    "The request uses the same client token as a previous, but non-identical request."))
        }
        return record
    }

    /// The answer to a transaction that was carried out before: it has read what the first call measured, and changed
    /// nothing.
    ///
    /// Source: nubo-db/dynoxide, pull request 188: a delete of 9 KB takes 6 read units when it is repeated.
    func answerAgain(
        _ writes: [PreparedWrite], _ first: TransactionRecord, _ returned: ReturnConsumedCapacity
    ) throws(EngineFault) -> TransactWriteItemsResponse {
        guard returned != .none else { return TransactWriteItemsResponse() }
        var capacities = CapacityByTable()
        for (position, write) in writes.enumerated() {
            let size =
                if position < first.sizes.count { first.sizes[position] } else {
                    try connection.item(try current(write.table), write.key)?.size ?? 0
                }
            capacities.add(ConsumedCapacity(reading: .read(bytes: size, .transactional), write.table, nil))
        }
        return TransactWriteItemsResponse(consumedCapacity: capacities.list)
    }

    /// Works out all writes, and notes what they are.
    fileprivate func plan(
        _ writes: [PreparedWrite], _ budget: inout EvaluationBudget, _ note: WriteNote?
    ) throws(EngineFault) -> [RowChange] {
        do throws(EngineFault) {
            let changes = try plan(writes, &budget)
            note?.set(changes)
            return changes
        } catch {
            note?.set(error, of: writes, self)
            throw error
        }
    }

    /// Works out all writes against the present state; nothing is changed yet.
    ///
    /// - Throws: `transactionCanceled` with a reason for each write when one is refused.
    func plan(
        _ writes: [PreparedWrite], _ budget: inout EvaluationBudget
    ) throws(EngineFault) -> [RowChange] {
        var changes: [RowChange] = []
        changes.reserveCapacity(writes.count)
        var reasons: [CancellationReason] = []
        var size = 0
        for (position, write) in writes.enumerated() {
            do throws(EngineFault) {
                let change = try plan(write, &budget)
                changes.append(change)
                size += change.new?.size ?? 0
                if !reasons.isEmpty { reasons.append(.none) }
            } catch {
                let reason = try error.reason()
                if reasons.isEmpty { reasons = Array(repeating: .none, count: position) }
                reasons.append(reason)
            }
        }
        guard reasons.isEmpty else { throw .request(.transactionCanceled(reasons)) }
        guard size <= DynamoLimits.transactionSize else {
            throw .validation("Aggregated size of the items in the transaction exceeds the limit of 4 MB")
        }
        return changes
    }

    fileprivate func response(
        _ changes: [RowChange], _ returned: ReturnConsumedCapacity
    ) -> TransactWriteItemsResponse {
        var response = TransactWriteItemsResponse()
        if returned != .none {
            var capacities = CapacityByTable()
            for change in changes { capacities.add(change.capacity(isTransactional: true)) }
            response.consumedCapacity = capacities.list
        }
        return response
    }
}

extension EngineFault {
    /// The fault of one item of a transaction as the reason why the transaction was cancelled.
    ///
    /// - Throws: the fault itself, when it refuses the request as a whole.
    func reason() throws(EngineFault) -> CancellationReason {
        guard case .request(let error) = self else { throw self }
        switch error.code {
        case .conditionalCheckFailed: return .conditionalCheckFailed(item: error.item)
        case .duplicateItem: return CancellationReason(.duplicateItem, message: error.message)
        case .validation: return CancellationReason(.validationError, message: error.message)
        default: throw self
        }
    }
}
