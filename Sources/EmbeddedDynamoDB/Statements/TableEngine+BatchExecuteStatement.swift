import DynamoExpressions
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine {
    /// Carries out statements, each on its own; see ``DynamoDB/batchExecuteStatement(_:)``.
    ///
    /// The writes share one commit: those that are not refused are all done, or the request failed and none is.
    func carryOut(_ request: BatchExecuteStatementRequest) async throws(DynamoDBError) -> BatchExecuteStatementResponse
    {
        let batch = try answering { () throws(EngineFault) in try prepare(request) }
        let isRead = batch.contains { if case .read = $0 { true } else { false } }
        let outcomes = isRead ? try await read(batch) : try await write(batch)
        var response = BatchExecuteStatementResponse(responses: outcomes.map(\.response))
        if request.returnConsumedCapacity != .none {
            var capacities = CapacityByTable()
            for outcome in outcomes { if let capacity = outcome.capacity { capacities.add(capacity) } }
            response.consumedCapacity = capacities.list
        }
        return response
    }

    /// A statement of a batch, as far as it could be prepared.
    private enum BatchMember: Sendable {
        case refused(BatchStatementResponse)
        case read(StatementGet, isConsistent: Bool)
        case write(PreparedWrite, ReturnValues)

        /// The item that it is about.
        var item: (table: Int, key: KeyBytes)? {
            switch self {
            case .refused: nil
            case .read(let get, _): (get.table.id, get.key)
            case .write(let write, _): (write.table.id, write.key)
            }
        }

        /// What is answered of a read whose item would find no room; it can be sent again.
        var withoutRoom: BatchStatementResponse {
            guard case .read(let get, _) = self else { return BatchStatementResponse() }
            return BatchStatementResponse(
                error: BatchStatementError(
                    code: "ThrottlingError",
                    message: "The items of the batch take too much memory: send this statement again"),
                tableName: get.table.name)
        }
    }

    fileprivate struct BatchOutcome: Sendable {
        var response: BatchStatementResponse
        var capacity: ConsumedCapacity?
    }

    private func prepare(_ request: BatchExecuteStatementRequest) throws(EngineFault) -> [BatchMember] {
        let count = request.statements.count
        try EngineFault.refuse(ServiceModel.partiQLBatchRequest.violated(length: count), at: "statements")
        var bound: [Result<BoundStatement, EngineFault>] = []
        for statement in request.statements {
            bound.append(
                Result { () throws(EngineFault) in
                    if let fault = statement.parameterFault { throw .request(fault) }
                    return try bind(statement.statement, statement.parameters)
                })
        }
        let reads = Set(bound.compactMap { try? $0.get().statement.isRead })
        guard reads.count <= 1 else {
            throw .validation("Read and write requests together in the same batch is not supported.")
        }
        var members: [BatchMember] = []
        for (statement, bound) in zip(request.statements, bound) {
            members.append(prepare(statement, bound))
        }
        if Self.hasDuplicates(members.compactMap(\.item)) {
            throw .validation("Provided list of item keys contains duplicates")
        }
        return members
    }

    private func prepare(
        _ statement: BatchStatement, _ bound: Result<BoundStatement, EngineFault>
    ) -> BatchMember {
        do throws(EngineFault) {
            let bound = try bound.get()
            switch bound.statement.action {
            case .select:
                return .read(
                    try prepareGet(bound, "BatchExecuteStatement"), isConsistent: statement.consistentRead)
            case .check: throw Self.misplacedExistence
            case .insert: return .write(try prepareWrite(bound, returning: .none), .none)
            case .update(_, let returning), .delete(let returning):
                return .write(try prepareWrite(bound, returning: .none), returning?.returnValues ?? .none)
            }
        } catch {
            let table = try? bound.get().statement.source.table
            return .refused(BatchStatementResponse(error, table: table))
        }
    }

    private func read(_ batch: [BatchMember]) async throws(DynamoDBError) -> [BatchOutcome] {
        try await reading { () throws(EngineFault) in
            let outcomes = try self.read { (connection) throws(EngineFault) in
                var outcomes: [BatchOutcome] = []
                var items: [Item?] = []
                var memory = AnswerMemory(limit: AnswerMemory.batch(keys: batch.count))
                for member in batch {
                    let outcome =
                        memory.isExceeded
                        ? BatchOutcome(response: member.withoutRoom) : try Self.read(member, connection)
                    outcomes.append(outcome)
                    let item = outcome.response.item
                    memory.add(item, size: item?.itemSize ?? 0, earlier: items)
                    items.append(item)
                }
                return outcomes
            }
            for case .read(let get, _) in batch { try self.checkPresent(get.table) }
            return outcomes
        }
    }

    private static func read(_ member: BatchMember, _ connection: StoreConnection) throws(EngineFault) -> BatchOutcome {
        switch member {
        case .refused(let response): return BatchOutcome(response: response)
        case .write: return BatchOutcome(response: BatchStatementResponse())
        case .read(let get, let isConsistent):
            let found = try connection.item(get.table, get.key)
            let units = CapacityUnits.read(bytes: found?.size ?? 0, CapacityUnits.ReadKind(consistent: isConsistent))
            return BatchOutcome(
                response: BatchStatementResponse(
                    tableName: get.table.name, item: found.map { get.answer($0.item) }),
                capacity: ConsumedCapacity(reading: units, get.table, nil))
        }
    }

    private func write(_ batch: [BatchMember]) async throws(DynamoDBError) -> [BatchOutcome] {
        let writes = batch.compactMap { member -> PreparedWrite? in
            guard case .write(var write, let values) = member else { return nil }
            write.returnsOld = values == .allOld
            return write
        }
        return try await write(writes) { (writer, writes, budget) throws(EngineFault) -> [BatchOutcome] in
            var plans: [Result<RowChange, EngineFault>] = []
            for write in writes { plans.append(try writer.attempt(write, &budget)) }
            var planned = zip(writes, plans).makeIterator()
            var outcomes: [BatchOutcome] = []
            for member in batch {
                switch member {
                case .refused(let response): outcomes.append(BatchOutcome(response: response))
                case .read: outcomes.append(BatchOutcome(response: BatchStatementResponse()))
                case .write(_, let values):
                    guard let (write, plan) = planned.next() else { continue }
                    outcomes.append(try writer.outcome(of: write, plan, values))
                }
            }
            return outcomes
        }
    }
}

extension Writer {
    /// Works out one write of a batch. What refuses it is its own; a failure of the storage is that of the batch, and
    /// so is a budget that is exhausted.
    fileprivate func attempt(
        _ write: PreparedWrite, _ budget: inout EvaluationBudget
    ) throws(EngineFault) -> Result<RowChange, EngineFault> {
        do throws(EngineFault) {
            return .success(try plan(write, &budget))
        } catch {
            switch error {
            case .request: return .failure(error)
            case .wholeRequest where !budget.isExhausted: return .failure(error)
            default: throw error
            }
        }
    }

    /// Carries out one write of a batch that was worked out. The items of a batch differ, so that no write changes what
    /// was worked out for another.
    fileprivate func outcome(
        of write: PreparedWrite, _ plan: Result<RowChange, EngineFault>, _ values: ReturnValues
    ) throws(EngineFault) -> TableEngine.BatchOutcome {
        switch plan {
        case .success(let change):
            try apply(change)
            return .init(
                response: BatchStatementResponse(
                    tableName: write.table.name, item: write.attributes(values, change)),
                capacity: change.capacity())
        case .failure(let fault):
            var outcome = TableEngine.BatchOutcome(response: BatchStatementResponse(fault, table: write.table.name))
            // A write whose condition does not hold takes what it looked at.
            if case .request(let error) = fault, error.code != .validation {
                outcome.capacity = capacity(ofRefused: write)
            }
            return outcome
        }
    }
}

extension BatchStatementResponse {
    /// The outcome of a statement that was refused. It names the table unless the statement itself is wrong.
    fileprivate init(_ fault: EngineFault, table: String?) {
        let error = fault.answer
        let code: String =
            switch error.code {
            case .validation: "ValidationError"
            case .conditionalCheckFailed: "ConditionalCheckFailed"
            case .duplicateItem: "DuplicateItem"
            case .resourceNotFound: "ResourceNotFound"
            case .itemCollectionSizeLimitExceeded: "ItemCollectionSizeLimitExceeded"
            case .provisionedThroughputExceeded: "ProvisionedThroughputExceeded"
            case .requestLimitExceeded: "RequestLimitExceeded"
            case .throttling: "ThrottlingError"
            case .transactionConflict: "TransactionConflict"
            default: "InternalServerError"
            }
        self.init(
            error: BatchStatementError(code: code, message: error.message),
            tableName: error.code == .validation ? nil : table)
    }
}
