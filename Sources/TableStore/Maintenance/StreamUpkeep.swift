import DynamoModel

/// Lets go of changes that streams have shown for the whole of their retention, closes shards that are old and opens
/// others in their place, and removes what is left of streams that were turned off. One for the whole file.
struct StreamUpkeep: MaintenanceTask {
    let id = MaintenanceID(kind: .streamUpkeep, subject: 0)

    /// How long it rests when nothing is due, in milliseconds.
    private static let rest = 1_000

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        let now = Int(writer.options.clock() * 1000)
        let horizon = now - Int(writer.options.streamRetention * 1000)
        for stream in writer.state.catalog.streams.values.map(\.definition) {
            if let position = writer.state.recordings[stream.storage]?[stream.consumer]?.position {
                let last = try writer.connection.lastReadable(before: horizon, after: position)
                try writer.advance(stream.consumer, of: stream.storage, to: last)
            }
            try keep(stream, horizon: horizon, now: now, writer)
        }
        return writer.state.catalog.streams.isEmpty ? .done : .idle(milliseconds: Self.rest)
    }

    private func keep(
        _ stream: StreamDefinition, horizon: Int, now: Int, _ writer: Writer
    ) throws(EngineFault) {
        if let ended = stream.ended, ended < horizon { return try writer.remove(stream) }
        var kept = stream
        let age = Int(writer.options.streamShardAge * 1000)
        if stream.ended == nil, let open = stream.shards.first(where: { $0.end == nil }), open.opened <= now - age,
            writer.state.lastSequence >= open.start
        {
            kept.openShards(after: writer.state.lastSequence, now: now)
        }
        kept.shards.removeAll { shard in shard.closed.map { $0 < horizon } ?? false }
        if kept != stream { try writer.save(kept) }
    }
}
