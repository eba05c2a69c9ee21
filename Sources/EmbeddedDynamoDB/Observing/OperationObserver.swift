import DynamoModel

/// Learns of each operation of an engine when it has ended, where the caller's task runs: it must be quick, and may be
/// called by many threads at once.
public typealias OperationObserver = @Sendable (OperationRecord) -> Void

/// What an operation of an engine was and took.
public struct OperationRecord: Sendable, Equatable {
    /// The operation's name, such as `GetItem`.
    public let operation: String
    /// The table that the request named, as it named it; nil for one of several tables or of none.
    public let tableName: String?
    /// The index that the request named.
    public let indexName: String?
    /// What it took of each table and its indexes. Empty for operations on tables themselves, and when it failed.
    public let capacities: [ConsumedCapacity]
    /// How many items it read or wrote. Of a query or scan those that it returned.
    public let items: Int
    /// The size of these items by DynamoDB's counting, in bytes: as they were returned or sent.
    public let bytes: Int
    /// From the call to the answer.
    public let duration: Duration
    /// Why it failed; nil when it did not.
    public let failure: DynamoDBError.Code?
}

/// What an operation dealt with, as far as its request and answer show.
struct ObservedWork {
    var capacities: [ConsumedCapacity] = []
    var items = 0
    var bytes = 0

    init() {}

    init(_ capacities: [ConsumedCapacity?], _ items: [Item]) {
        self.capacities = capacities.compactMap(\.self)
        self.items = items.count
        bytes = items.reduce(0) { $0 + $1.itemSize }
    }
}

extension TableEngine {
    /// Runs an operation, and reports it when there is an observer: without one it costs a comparison.
    ///
    /// - Parameters:
    ///   - body: the operation.
    ///   - work: what the answer reports of it.
    func observed<Answer>(
        _ operation: StaticString, _ tableName: String?, _ indexName: String? = nil,
        _ body: () async throws(DynamoDBError) -> Answer, work: (Answer) -> ObservedWork = { _ in ObservedWork() }
    ) async throws(DynamoDBError) -> Answer {
        guard let observer else { return try await body() }
        let start = ContinuousClock.now
        func report(_ work: ObservedWork, _ failure: DynamoDBError.Code?) {
            observer(
                OperationRecord(
                    operation: "\(operation)", tableName: tableName, indexName: indexName,
                    capacities: work.capacities, items: work.items, bytes: work.bytes,
                    duration: ContinuousClock.now - start, failure: failure))
        }
        do throws(DynamoDBError) {
            let answer = try await body()
            report(work(answer), nil)
            return answer
        } catch {
            report(ObservedWork(), error.code)
            throw error
        }
    }
}
