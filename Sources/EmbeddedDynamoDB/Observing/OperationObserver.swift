import DynamoModel
import TableStore

/// Learns of each operation of an engine when it has ended, where the caller's task runs: it must be quick, and may be
/// called by many threads at once.
public typealias OperationObserver = @Sendable (OperationRecord) -> Void

/// What an operation of an engine was and took.
public struct OperationRecord: Sendable, Equatable {
    /// The operation's name, such as `GetItem`.
    public let operation: String
    /// The table that the request named, as it named it; nil for one of several tables or of none.
    public let tableName: String?
    /// The tables of a request that failed, each once, as it named them; empty for one that did not.
    public let failedTables: [String]
    /// The index that the request named.
    public let indexName: String?
    /// What it took of each table and its indexes. Empty for operations on tables themselves, and when it failed,
    /// unless a condition did not hold: that takes units for the item that is there, or for the larger one that was to
    /// be put, and in a transaction half of what each of its writes takes.
    public let capacities: [ConsumedCapacity]
    /// How many items it read or wrote. Of a query or scan those that it returned.
    public let items: Int
    /// The size of these items by DynamoDB's counting, in bytes: as they were returned or written, or as
    /// they were when they were removed or only checked. Statements that write count what they return.
    public let bytes: Int
    /// From the call to the answer.
    public let duration: Duration
    /// Why it failed; nil when it did not.
    public let failure: DynamoDBError.Code?
    /// What stood in the way of a transaction that was cancelled, part by part, as far as the request names tables; and
    /// the statements of a batch that were refused.
    public let refusedParts: [RefusedPart]
}

/// A part of a transaction that stood in its way, or a statement of a batch that was refused.
public struct RefusedPart: Sendable, Equatable {
    /// The table, as the request named it.
    public let tableName: String
    /// Why.
    public let reason: CancellationReason.Code
}

/// What an operation dealt with, as far as its request and answer show.
struct ObservedWork {
    var capacities: [ConsumedCapacity] = []
    var items = 0
    /// The size of the items where it is known; the metrics of tables need no other.
    var knownBytes: Int?
    /// What was refused of a batch.
    var refusedParts: [RefusedPart] = []
    private var sized: [Item] = []
    /// The size of further items.
    private var otherBytes = 0

    /// The size of the items: a look at each of their attributes.
    var bytes: Int { knownBytes ?? sized.reduce(otherBytes) { $0 + $1.itemSize } }

    init() {}

    /// Work on so many items of a known size, in bytes.
    init(_ capacities: [ConsumedCapacity?], items: Int, bytes: Int) {
        self.capacities = capacities.compactMap(\.self)
        (self.items, knownBytes) = (items, bytes)
    }

    init(_ capacities: [ConsumedCapacity?], _ items: [Item]) {
        self.capacities = capacities.compactMap(\.self)
        self.items = items.count
        sized = items
    }

    /// - Parameter wire: items in the form of the wire; nil when they were read as values.
    init(_ capacity: ConsumedCapacity?, _ items: [Item], _ wire: WireItems?) {
        self.init([capacity], wire?.values ?? items)
        guard let wire else { return }
        self.items = wire.count
        otherBytes = wire.textSize
    }
}

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
