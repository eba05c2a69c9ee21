import DynamoModel

// The log of changes and those who need it.

extension FileMending {
    /// Gives the whole log up: nobody can tell which change is missing in it, and a log with a hole would restore what
    /// never was.
    mutating func giveUpLog() throws(SQLiteFault) {
        let end = try lastSequence()
        try sqlite.execute("DELETE FROM changes")
        for recording in try recordings() {
            // A backup or an export that lacks changes would show what never was.
            if recording.isOfWork { try remove(recording) } else { try save(recording, position: end) }
        }
        for position in definitions.indices where definitions[position].recovery != nil {
            definitions[position].recovery?.since = now
            try CatalogRows.save(definitions[position], sqlite)
        }
        for position in dropped.indices where dropped[position].definition.recovery != nil {
            let end = dropped[position].dropped
            dropped[position].definition.recovery?.since = end
            try Documents.save(dropped[position].stored, as: .droppedTable, dropped[position].name, sqlite)
        }
        try sqlite.execute(
            """
            DELETE FROM tasks WHERE kind = \(MaintenanceID.Kind.restoring.rawValue)
            AND hex(substr(position, 1, 1)) IN (\(RestorePosition.tagsOfLog))
            """)
        tell(
            lost: "the log of changes: streams go on with the next change (earlier ones are trimmed), tables can be "
                + "restored to moments from now on, removed ones to their last; backups and exports under way have "
                + "to be made anew; make backups now")
    }

    /// Makes the recordings of streams and of recovery again that are missing. They keep what is in the log.
    mutating func mendRecordings() throws(SQLiteFault) {
        var wanted: [FoundRecording] = streams.map { stream in
            FoundRecording(
                storage: stream.storage, consumer: stream.consumer,
                images: stream.ended == nil ? stream.images : .ended)
        }
        let recovering = definitions.filter { $0.recovery != nil }.map(\.id) + dropped.map(\.id)
        wanted += recovering.map { FoundRecording(storage: $0, consumer: Writer.recoveryConsumer, images: .old) }
        let present = try recordings()
        for recording in wanted where !present.contains(where: recording.isSame) {
            let first = try sqlite.integer("SELECT min(sequence) FROM changes WHERE storage = \(recording.storage)")
            let position = if let first { first - 1 } else { try lastSequence() }
            try save(recording, position: position)
            tell(mended: "who needs the changes of table number \(recording.storage)")
        }
        guard let lost = lostCount(.recordings) else { return }
        tell(
            lost: "\(lost) rows of recordings: streams and recovery have theirs again; a backup that was being made "
                + "has to be made anew")
    }

    /// A row of `recordings`.
    struct FoundRecording {
        var storage: Int
        var consumer: String
        var images: RecordedChange.Images

        /// Whether a backup or an export needs the changes.
        var isOfWork: Bool {
            consumer.hasBytePrefix(TableBackup.consumerPrefix) || consumer.hasBytePrefix(Writer.exportPrefix)
        }

        func isSame(_ other: FoundRecording) -> Bool {
            storage == other.storage && consumer.hasSameBytes(as: other.consumer)
        }
    }

    private func remove(_ recording: FoundRecording) throws(SQLiteFault) {
        let statement = try sqlite.prepare("DELETE FROM recordings WHERE storage = ? AND consumer = ?")
        defer { statement.finalize() }
        statement.bind(1, recording.storage)
        statement.bind(2, text: recording.consumer)
        try statement.run()
    }

    private func recordings() throws(SQLiteFault) -> [FoundRecording] {
        let statement = try sqlite.prepare(FileTable.recordings.select)
        defer { statement.finalize() }
        var found: [FoundRecording] = []
        while try statement.step() {
            found.append(
                FoundRecording(
                    storage: statement.int(0), consumer: statement.text(1),
                    images: RecordedChange.Images(rawValue: statement.int(2))))
        }
        return found
    }

    private func save(_ recording: FoundRecording, position: Int) throws(SQLiteFault) {
        try FileTable.recordings.write(
            [
                .int(recording.storage), .text(recording.consumer), .int(recording.images.rawValue), .int(position),
            ], sqlite)
    }
}
