import DynamoModel

/// Lets go of changes that are older than the recovery windows of their tables, and of removed tables whose retention
/// is over. One for the whole file.
struct RecoveryUpkeep: MaintenanceTask {
    let id = MaintenanceID(kind: .recoveryUpkeep, subject: 0)

    /// How long it rests, in milliseconds.
    private static let rest = 1_000

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        let now = writer.now
        for dropped in writer.state.catalog.dropped.values where dropped.dropped + DroppedTable.retention < now {
            // A restore may still be reading it.
            guard !writer.isRestoring(from: dropped.id) else { continue }
            try writer.release(dropped)
        }
        for table in writer.state.catalog.byId.values {
            guard let window = table.definition.recovery else { continue }
            let position = writer.state.recordings[table.id]?[Writer.recoveryConsumer]?.position ?? 0
            let last = try writer.connection.lastReadable(before: window.earliest(now), after: position)
            try writer.advance(Writer.recoveryConsumer, of: table.id, to: last)
        }
        return writer.state.needsRecoveryUpkeep ? .idle(milliseconds: Self.rest) : .done
    }
}

extension WriterState {
    /// Whether a table has recovery, or had it when it was removed.
    var needsRecoveryUpkeep: Bool { recordings.values.contains { $0[Writer.recoveryConsumer] != nil } }
}
