import DynamoModel

// Streams: a stream is a recording of a table's changes with a document that says how they are shown. The log holds
// them for as long as the retention lasts; ``StreamUpkeep`` lets go of them then.

extension Writer {
    /// Turns on the stream that a table's definition asks for, from the next change on.
    package func startStream(_ definition: TableDefinition) throws(EngineFault) {
        guard let viewType = definition.streamViewType, let label = definition.streamLabel else { return }
        let now = Int(options.clock() * 1000)
        var stream = StreamDefinition(
            storage: definition.id, tableName: definition.name, label: label, viewType: viewType, created: now,
            keySchema: definition.keySchema,
            attributeDefinitions: definition.attributeDefinitions.filter { attribute in
                definition.keySchema.contains { $0.attributeName.hasSameBytes(as: attribute.attributeName) }
            }, shardCount: min(max(options.streamShards, 1), StreamDefinition.greatestShardCount))
        stream.openShards(after: state.lastSequence, now: now)
        try save(stream)
        try record(TableInfo(definition), for: stream.consumer, images: stream.images)
    }

    /// Turns the stream of a table off. It can be read to its end until the retention is over.
    package func endStream(of table: Int) throws(EngineFault) {
        guard var stream = state.catalog.openStream(of: table)?.definition else { return }
        let now = Int(options.clock() * 1000)
        stream.closeShards(after: state.lastSequence, now: now)
        stream.ended = now
        try save(stream)
        try endRecording(table, for: stream.consumer)
    }

    /// Writes a stream and makes it the present one.
    package func save(_ stream: StreamDefinition) throws(EngineFault) {
        try save(stream.stored, as: .stream, stream.name)
        state.catalog.set(StreamInfo(stream))
        state.catalogChanged = true
    }

    /// Removes a stream with all that is left of it.
    func remove(_ stream: StreamDefinition) throws(EngineFault) {
        try remove(.stream, stream.name)
        try stopRecording(stream.storage, for: stream.consumer)
        state.catalog.removeStream(stream.name)
        state.catalogChanged = true
    }
}

extension Catalog {
    /// Reads the definitions of all streams into the catalog.
    mutating func loadStreams(_ sqlite: SQLiteConnection) throws(EngineFault) {
        for document in try Documents.load(.stream, sqlite) {
            guard let stream = StreamDefinition(stored: document.item), stream.name == document.name,
                1...StreamDefinition.greatestShardCount ~= stream.shardCount
            else {
                throw .damagedFile(table: FileTable.documents.name, what: "a stream cannot be read")
            }
            set(StreamInfo(stream))
        }
    }
}
