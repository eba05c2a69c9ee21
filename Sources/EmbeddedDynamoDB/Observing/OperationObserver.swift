import DynamoModel
import TableStore

/// Learns of each operation of an engine when it has ended, where the caller's task runs: it must be quick, and may be
/// called by many threads at once.
public typealias OperationObserver = @Sendable (OperationRecord) -> Void

extension TableEngine {
    /// Runs an operation, and reports it when there is an observer: without one it costs a comparison.
    ///
    /// - Parameters:
    ///   - isTransaction: whether it is cancelled rather than refused when its tables cannot give what it needs.
    ///   - uses: what it is about to use of which tables; not asked for when nothing limits it.
    ///   - tables: the tables of the request's parts, in their order: asked for when it failed.
    ///   - note: what writes were found to be, for one that is refused.
    ///   - body: the operation.
    ///   - work: what the answer reports of it.
    func observed<Answer>(
        _ operation: StaticString, _ tableName: String?, _ indexName: String? = nil,
        tables: () -> [String] = { [] }, isTransaction: Bool = false,
        uses: (() throws(EngineFault) -> [ThroughputUse])? = nil, note: WriteNote? = nil,
        _ body: () async throws(DynamoDBError) -> Answer, work: (Answer) -> ObservedWork = { _ in ObservedWork() }
    ) async throws(DynamoDBError) -> Answer {
        guard let instruments else { return try await body() }
        let start = ContinuousClock.now
        func report(_ work: ObservedWork, _ failure: DynamoDBError? = nil) {
            let parts = failure == nil ? [] : tables()
            let failed = failure == nil ? [] : tableName.map { [$0] } ?? Set(parts.filter { !$0.isEmpty }).sorted()
            instruments.record(
                OperationRecord(
                    operation: "\(operation)", tableName: tableName, failedTables: failed, indexName: indexName,
                    capacities: work.capacities, items: work.items,
                    bytes: instruments.observer == nil ? work.knownBytes ?? 0 : work.bytes,
                    duration: ContinuousClock.now - start, failure: failure?.code,
                    refusedParts: failure?.refusedParts(of: parts) ?? work.refusedParts))
        }
        do throws(DynamoDBError) {
            let pass = try pass(isTransaction: isTransaction, uses)
            let answer = try await settling(pass, note, body) { work($0).capacities }
            report(work(answer))
            return answer
        } catch {
            report(ObservedWork(note?.refused ?? [], items: 0, bytes: 0), error)
            throw error
        }
    }
}

extension DynamoDBError {
    /// The parts of a transaction that stood in its way.
    fileprivate func refusedParts(of tables: [String]) -> [RefusedPart] {
        zip(tables, cancellationReasons).compactMap { table, reason in
            reason.code == .none ? nil : RefusedPart(tableName: table, reason: reason.code)
        }
    }
}
