import DynamoExpressions
import DynamoModel
import TableStore

/// What a condition says of a row as it was when a reader looked at it.
///
/// The writer's thread, on which all other writes wait, evaluates conditions within a budget that usual ones never come
/// near. A write whose conditions need more is judged on the threads for long reads, and comes again with the outcome,
/// which holds as long as the row has the same bytes.
struct Judgement: Sendable {
    /// The row's bytes; nil when there was no row.
    let row: [UInt8]?
    /// Whether the condition holds of it.
    let holds: Bool

    /// Whether the outcome is that of this row.
    func isOf(_ other: StoredRow?) -> Bool { row == other?.bytes }

    /// What conditions of one job may take on the writer's thread, in steps: some milliseconds.
    static let writerSteps = 1 << 22
    /// How often a write is judged before it is refused: each time somebody had changed one of its items meanwhile.
    static let mostTries = 16

    /// The job's conditions need more than the writer's thread gives.
    static let overrun = EngineFault.wholeRequest(
        DynamoDBError(
            .throttling,
            "Evaluating the conditions takes long, and their items changed each time meanwhile; try again"))
}

extension TableEngine {
    /// Runs the job of some writes on the writer's thread and waits for its commit. Conditions that would keep the
    /// others waiting are judged before.
    ///
    /// - Parameter work: plans the writes within the budget; throws before it has changed anything, or not at all.
    /// - Throws: `throttling` when a costly condition's items change again and again.
    func write<Result: Sendable>(
        _ writes: [PreparedWrite],
        _ work: @escaping @Sendable (Writer, [PreparedWrite], inout EvaluationBudget) throws(EngineFault) -> Result
    ) async throws(DynamoDBError) -> Result {
        var writes = writes
        for _ in 0...Judgement.mostTries {
            let present = writes
            let memory = present.reduce(0) { $0 + $1.memory }
            let result = try await write(memory: memory) { (writer) throws(EngineFault) -> Result? in
                var budget = EvaluationBudget(limit: Judgement.writerSteps)
                do throws(EngineFault) {
                    return try work(writer, present, &budget)
                } catch {
                    if budget.isExhausted { return nil }
                    throw error
                }
            }
            if let result { return result }
            writes = try await judged(writes)
        }
        throw Judgement.overrun.answer
    }

    /// The writes with what their conditions say of the present rows.
    private func judged(_ writes: [PreparedWrite]) async throws(DynamoDBError) -> [PreparedWrite] {
        try await inSlices((writes: writes, next: 0)) { (state) throws(DynamoDBError) in
            guard state.next < state.writes.count else { return true }
            let write = state.writes[state.next]
            if let condition = write.condition {
                state.writes[state.next].judgement = try self.answering { () throws(EngineFault) in
                    try self.judge(condition, write)
                }
            }
            state.next += 1
            return false
        }.writes
    }

    /// Nil for a row that cannot be read, which the writer's thread reports.
    private func judge(_ condition: Condition, _ write: PreparedWrite) throws(EngineFault) -> Judgement? {
        let row: StoredRow?
        do throws(EngineFault) {
            row = try read(write.table) { (connection) throws(EngineFault) in
                try connection.row(write.table, write.key)
            }
        } catch {
            guard case .damaged = error else { throw error }
            return nil
        }
        return Judgement(row: row?.bytes, holds: condition.holds(for: row?.item ?? Item()))
    }
}
