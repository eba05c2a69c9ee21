import DynamoModel

/// A table with point-in-time recovery that was removed: its items stay in the file, without their indexes, until the
/// retention is over.
package struct DroppedTable: Sendable, Equatable, ItemRepresentable {
    package var definition: TableDefinition
    /// When it was removed, in milliseconds since 1970.
    package var dropped: Int
    /// The number of the last change before that.
    package var sequence: Int
    /// The system's backup of it.
    package var backupId: String

    private enum CodingKeys: String, CodingKey {
        case dropped, sequence
        case definition = "table"
        case backupId = "backup"
    }

    /// How long it is kept, in milliseconds.
    package static let retention = 35 * RecoveryWindow.milliseconds

    package var id: Int { definition.id }
    /// The name of its document.
    var name: String { "\(id)" }

    init(definition: TableDefinition, dropped: Int, sequence: Int, backupId: String) {
        self.definition = definition
        self.dropped = dropped
        self.sequence = sequence
        self.backupId = backupId
    }
}
