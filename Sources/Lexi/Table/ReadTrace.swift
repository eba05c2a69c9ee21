import DynamoModel
import Synchronization

/// What a task reads of the table, for callers that keep results of it: bound around the reads (``current``).
public final class ReadTrace: Sendable {
    /// The trace of the calls that this task makes, if somebody wants one.
    @TaskLocal public static var current: ReadTrace?

    /// Reads of more partitions are not followed.
    static let maximumPlaces = 256

    /// Nil after a write, or a read whose places are not known.
    private let found = Mutex<Set<Int>?>([])

    /// A trace of nothing so far.
    public init() {}

    /// The places that count the writes of all that was read (``WatchedPartitions``), in their order; nil when that is
    /// not known of all, and when something was written.
    public var places: [Int]? { found.withLock { $0?.sorted() } }

    func note(_ places: [Int]?) {
        found.withLock { found in
            guard let places, found != nil else { return found = nil }
            found?.formUnion(places)
            if found.map({ $0.count > Self.maximumPlaces }) ?? false { found = nil }
        }
    }
}

// The executor's calls, as a trace follows them.
extension LexiTable {
    func trace(_ request: GetItemRequest) {
        guard let trace = ReadTrace.current else { return }
        trace.note(places(nil, request.key[TableAttribute.partition]))
    }

    /// A page depends on which items there are in the partition, and on each that it has.
    func trace(_ request: QueryRequest, _ index: TableIndex, _ page: PageResponse) {
        guard let trace = ReadTrace.current else { return }
        trace.note(places(index.name, request.parameters.values?[QueryCall.partition]))
        guard index != .table else { return }
        for item in page.items { trace.note(places(nil, item[TableAttribute.partition])) }
    }

    func trace(_ request: BatchGetItemRequest) {
        guard let trace = ReadTrace.current else { return }
        for key in request.requestItems[name]?.keys ?? [] { trace.note(places(nil, key[TableAttribute.partition])) }
    }

    /// Writes are not followed.
    func traceWrite() { ReadTrace.current?.note(nil) }

    private func places(_ index: String?, _ partition: AttributeValue?) -> [Int]? {
        guard let partition else { return nil }
        return watched?.places(table: name, index: index, partition: partition)
    }
}
