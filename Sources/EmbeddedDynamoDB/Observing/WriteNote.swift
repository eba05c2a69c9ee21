import DynamoModel
import Synchronization
import TableStore

/// What the writes of one operation turn out to be on the writer's thread, for what watches the engine: a request for
/// an update or a removal does not show the item's size. An operation that nobody watches has none.
final class WriteNote: Sendable {
    private let state = Mutex<(bytes: Int, refused: [ConsumedCapacity])>((0, []))

    /// The sizes of the items together, in bytes: as they were written, or as they were when they are gone.
    var bytes: Int { state.withLock { $0.bytes } }

    /// What a write took whose condition does not hold.
    var refused: [ConsumedCapacity] { state.withLock { $0.refused } }

    /// Notes the changes, in place of those of an earlier try.
    func set(_ changes: [RowChange]) {
        let bytes = changes.reduce(0) { $0 + ($1.new?.size ?? $1.old?.size ?? 0) }
        state.withLock { $0 = (bytes, []) }
    }

    /// Notes that a write was refused: DynamoDB takes for a condition that does not hold what the write of the item
    /// that is there would take, and at least one unit.
    ///
    /// Source: Developer Guide, "Capacity unit consumption for write operations".
    func set(_ fault: EngineFault, of write: PreparedWrite, _ writer: Writer) throws(EngineFault) {
        guard case .request(let error) = fault, error.code == .conditionalCheckFailed else { return }
        let size = try writer.connection.item(try writer.current(write.table), write.key)?.size ?? 0
        let refused = ConsumedCapacity(tableName: write.table.name, table: .write(bytes: size))
        state.withLock { $0 = (0, [refused]) }
    }
}
