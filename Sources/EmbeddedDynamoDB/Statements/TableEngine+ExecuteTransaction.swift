import DynamoExpressions
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Carries out statements, all or none; see ``DynamoDB/executeTransaction(_:)``.
    func carryOut(
        _ request: ExecuteTransactionRequest, _ note: WriteNote? = nil
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse {
        let bound = try answering { () throws(EngineFault) in try bind(request) }
        guard let first = bound.first, first.statement.isRead else { return try await write(request, bound, note) }
        return try await read(request, bound)
    }

    private func bind(_ request: ExecuteTransactionRequest) throws(EngineFault) -> [BoundStatement] {
        let count = request.transactStatements.count
        try EngineFault.refuse(
            ServiceModel.parameterizedStatements.violated(length: count), at: "transactStatements")
        var bound: [BoundStatement] = []
        for (position, statement) in request.transactStatements.enumerated() {
            bound.append(
                try Self.placed(position) { () throws(EngineFault) in
                    let bound = try bind(statement.statement, statement.parameters)
                    try Self.checkForm(bound.statement)
                    return bound
                })
        }
        guard Set(bound.map(\.statement.isRead)).count == 1 else {
            throw .validation(
                "ExecuteTransaction API does not support both read and write operations in the same request.")
        }
        return bound
    }

    private static func checkForm(_ statement: ParsedStatement) throws(EngineFault) {
        switch statement.action {
        case .update(_, .some), .delete(.some):
            throw .validation("RETURNING clause is not supported in ExecuteTransaction.")
        case .select where statement.source.index != nil, .check where statement.source.index != nil:
            throw .validation("Reads on indices are not supported within transactions.")
        default: break
        }
    }

    /// Runs what looks at the text of one statement: a fault says which statement it is of.
    private static func placed<Answer>(
        _ position: Int, _ body: () throws(EngineFault) -> Answer
    ) throws(EngineFault) -> Answer {
        do throws(EngineFault) {
            return try body()
        } catch {
            guard case .request(let refusal) = error, refusal.code == .validation else { throw error }
            throw .validation("Validation failed in TransactStatements[\(position)]: \(refusal.message)")
        }
    }

    /// Prepares each statement. What is wrong with the data of one cancels the transaction.
    private func prepared<Answer>(
        _ bound: [BoundStatement], _ prepare: (Int, BoundStatement) throws(EngineFault) -> Answer
    ) throws(EngineFault) -> [Answer] {
        var answers: [Answer] = []
        var reasons = [CancellationReason](repeating: .none, count: bound.count)
        for (position, statement) in bound.enumerated() {
            do throws(EngineFault) {
                answers.append(try prepare(position, statement))
            } catch {
                guard case .request(let refusal) = error else { throw error }
                reasons[position] =
                    refusal.code == .resourceNotFound
                    ? CancellationReason(.resourceNotFound, message: refusal.message) : try error.reason()
            }
        }
        guard answers.count == bound.count else { throw .request(.transactionCanceled(reasons)) }
        return answers
    }

    // MARK: Reads

    private func read(
        _ request: ExecuteTransactionRequest, _ bound: [BoundStatement]
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse {
        let gets = try answering { () throws(EngineFault) in
            let gets = try self.prepared(bound) { (position, statement) throws(EngineFault) in
                let table = try self.table(statement.statement.source.table)
                return try Self.wholeRequest { () throws(EngineFault) in
                    try Self.placed(position) { () throws(EngineFault) in
                        _ = table
                        return try self.prepareGet(statement, "ExecuteTransaction")
                    }
                }
            }
            try Self.checkDistinct(gets.map { ($0.table.id, $0.key) })
            return gets
        }
        return try await reading { () throws(EngineFault) in
            let response = try self.read { (connection) throws(EngineFault) in
                try Self.read(gets, connection, request.returnConsumedCapacity)
            }
            for get in gets { try self.checkPresent(get.table) }
            return response
        }
    }

    /// Runs what refuses the request as a whole rather than cancelling it.
    private static func wholeRequest<Answer>(
        _ body: () throws(EngineFault) -> Answer
    ) throws(EngineFault) -> Answer {
        do throws(EngineFault) {
            return try body()
        } catch {
            guard case .request(let refusal) = error else { throw error }
            throw .wholeRequest(refusal)
        }
    }

    private static func read(
        _ gets: [StatementGet], _ connection: StoreConnection, _ returned: ReturnConsumedCapacity
    ) throws(EngineFault) -> ExecuteTransactionResponse {
        var response = ExecuteTransactionResponse()
        var capacities = CapacityByTable()
        var room = TransactionRoom()
        for get in gets {
            let found = try connection.item(get.table, get.key)
            let item = found.map { get.answer($0.item) }
            try room.add(item, size: found?.size ?? 0, earlier: response.items)
            response.items.append(item)
            capacities.add(
                ConsumedCapacity(
                    reading: .read(bytes: found?.size ?? 0, .transactional), get.table, nil))
        }
        if returned != .none { response.consumedCapacity = capacities.list }
        return response
    }

    // MARK: Writes

    private func write(
        _ request: ExecuteTransactionRequest, _ bound: [BoundStatement], _ note: WriteNote?
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse {
        let (writes, token) = try answering { () throws(EngineFault) in
            let writes = try self.prepared(bound) { (position, statement) throws(EngineFault) in
                try self.write(request.transactStatements[position], statement, at: position)
            }
            try Self.checkDistinct(writes.map { ($0.table.id, $0.key) })
            let token = try Self.token(request.clientRequestToken) { RequestFingerprint.of(request.transactStatements) }
            return (writes, token)
        }
        let answer = try await commit(writes, token, request.returnConsumedCapacity, note)
        return ExecuteTransactionResponse(consumedCapacity: answer.consumedCapacity)
    }

    private func write(
        _ statement: TransactStatement, _ bound: BoundStatement, at position: Int
    ) throws(EngineFault) -> PreparedWrite {
        let returning = statement.returnValuesOnConditionCheckFailure
        guard case .check = bound.statement.action else {
            return try prepareWrite(bound, returning: returning, missingKey: Self.incompleteKey)
        }
        _ = try table(bound.statement.source.table)
        return try Self.wholeRequest { () throws(EngineFault) in
            try Self.placed(position) { () throws(EngineFault) in
                try self.prepareWrite(bound, returning: returning, missingKey: Self.bareExistence)
            }
        }
    }

    private static let incompleteKey = EngineFault.validation(
        "The provided key element does not match the schema")
}
