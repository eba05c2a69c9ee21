import DynamoModel

/// Lets go of changes that streams have shown for the whole of their retention, closes shards that are old and opens
/// others in their place, and removes what is left of streams that were turned off. One for the whole file.
struct StreamUpkeep: MaintenanceTask {
    let id = MaintenanceID(kind: .streamUpkeep, subject: 0)

    /// How long it rests when nothing is due, in milliseconds.
    private static let rest = 1_000
    /// Changes whose times are looked at by one statement.
    private static let changesAtATime = 1_000
    /// What looking at a change costs, about, in bytes.
    private static let changeBytes = 64

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        let now = Int(writer.options.clock() * 1000)
        let horizon = now - Int(writer.options.streamRetention * 1000)
        for stream in writer.state.catalog.streams.values.map(\.definition) {
            while let sequence = try lastChange(before: horizon, stream, writer) {
                try writer.advance(stream.consumer, of: stream.storage, to: sequence)
                guard budget.take(bytes: Self.changesAtATime * Self.changeBytes, rows: Self.changesAtATime) else {
                    return .more
                }
            }
            try keep(stream, horizon: horizon, now: now, writer)
        }
        return writer.state.catalog.streams.isEmpty ? .done : .idle(milliseconds: Self.rest)
    }

    /// The last of the next changes of the log that is older than the horizon; nil when the next is not.
    private func lastChange(
        before horizon: Int, _ stream: StreamDefinition, _ writer: Writer
    ) throws(EngineFault) -> Int? {
        guard let position = writer.state.recordings[stream.storage]?[stream.consumer]?.position else { return nil }
        return try storage { () throws(SQLiteFault) in
            let next = "FROM changes WHERE sequence > \(position) ORDER BY sequence LIMIT"
            guard let first = try writer.sqlite.integer("SELECT time \(next) 1"), first < horizon else { return nil }
            return try writer.sqlite.integer(
                "SELECT max(sequence) FROM (SELECT sequence, time \(next) \(Self.changesAtATime)) WHERE time < \(horizon)"
            )
        }
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
