import DynamoModel
import Synchronization
import TableStore

/// What the writes of one operation turn out to be on the writer's thread, for what watches the engine: a request for
/// an update or a removal does not show the item's size. An operation that nobody watches has none.
final class WriteNote: Sendable {
    private let state = Mutex<(bytes: Int, refused: [ConsumedCapacity])>((0, []))

    /// The sizes of the items together, in bytes: as they were written, or as they were when they are gone.
    var bytes: Int { state.withLock { $0.bytes } }

    /// What writes took of which a condition does not hold.
    var refused: [ConsumedCapacity] { state.withLock { $0.refused } }

    /// Notes the changes, in place of those of an earlier try.
    func set(_ changes: [RowChange]) {
        let bytes = changes.reduce(0) { $0 + ($1.new?.size ?? $1.old?.size ?? 0) }
        state.withLock { $0 = (bytes, []) }
    }

    /// Notes that writes were refused, a single one or those of a transaction, if it was because a condition does not
    /// hold: that takes units, see ``Writer/capacity(ofRefused:)``. Of a transaction each write has been prepared,
    /// which takes half of what it takes when it is carried out.
    func set(_ fault: EngineFault, of writes: [PreparedWrite], _ writer: Writer) {
        guard case .request(let error) = fault, error.isOfCondition else { return }
        var refused = CapacityByTable()
        for write in writes { refused.add(writer.capacity(ofRefused: write)) }
        let list = refused.list
        state.withLock { $0 = (0, list) }
    }
}

extension DynamoDBError {
    /// Whether a condition does not hold, of a single write or of one in a transaction.
    fileprivate var isOfCondition: Bool {
        switch code {
        case .conditionalCheckFailed, .duplicateItem: true
        default: cancellationReasons.contains { $0.code == .conditionalCheckFailed || $0.code == .duplicateItem }
        }
    }
}

extension Writer {
    /// What a write takes whose condition does not hold: a unit for each kilobyte of the item that is there, or of the
    /// larger one that was to be put, and at least one. Indexes take nothing.
    ///
    /// Source: Developer Guide, "DynamoDB read and write operations".
    func capacity(ofRefused write: PreparedWrite) -> ConsumedCapacity {
        // An item that cannot be read takes the least.
        let old = write.key.withUnsafeBytes { key in
            try? connection.size(try current(write.table), row: nil, at: key)
        }
        let new = if case .put(let row) = write.action { row.size } else { 0 }
        return ConsumedCapacity(tableName: write.table.name, table: .write(bytes: max(old ?? 0, new)))
    }
}
