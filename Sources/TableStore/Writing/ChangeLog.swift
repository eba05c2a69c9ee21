import DynamoModel

// The log of changes: a row of `changes` for each change of a table that somebody records, written in the transaction
// of the change. What no consumer of its table needs any more is removed in steps; see ``LogTrimming``.

extension Writer {
    /// Records the changes of a table from the next one on, or with other images from now on.
    ///
    /// - Parameters:
    ///   - consumer: who needs them; a name that is unique for the table.
    ///   - images: which states of items are kept.
    package func record(
        _ table: TableInfo, for consumer: String, images: RecordedChange.Images
    ) throws(EngineFault) {
        let position = state.recordings[table.id]?[consumer]?.position ?? state.lastSequence
        try save(Recording(images: images, position: position), table.id, consumer)
    }

    /// Keeps the changes of a table after a sequence number, which are in the log, and records those that come.
    func keep(
        _ table: Int, for consumer: String, images: RecordedChange.Images, after sequence: Int
    ) throws(EngineFault) {
        try save(Recording(images: images, position: sequence), table, consumer)
    }

    /// Lets go of the changes up to a sequence number, which never goes back.
    package func advance(_ consumer: String, of table: Int, to sequence: Int) throws(EngineFault) {
        guard var recording = state.recordings[table]?[consumer], sequence > recording.position else { return }
        state.trimRanges.add(TrimRange(after: recording.position, to: sequence))
        recording.position = sequence
        try save(recording, table, consumer)
    }

    /// Ends a recording, but keeps the changes that are there until ``advance(_:of:to:)`` lets go of them.
    package func endRecording(_ table: Int, for consumer: String) throws(EngineFault) {
        guard var recording = state.recordings[table]?[consumer] else { return }
        recording.images = .ended
        try save(recording, table, consumer)
    }

    /// Ends a recording. What nobody else needs is removed in steps.
    package func stopRecording(_ table: Int, for consumer: String) throws(EngineFault) {
        guard let position = state.recordings[table]?[consumer]?.position else { return }
        state.trimRanges.add(TrimRange(after: position, to: state.lastSequence))
        try storage { () throws(SQLiteFault) in
            let statement = try sqlite.prepare("DELETE FROM recordings WHERE storage = ? AND consumer = ?")
            defer { statement.finalize() }
            statement.bind(1, table)
            statement.bind(2, text: consumer)
            try statement.run()
        }
        state.recordings[table]?[consumer] = nil
        if state.recordings[table]?.isEmpty == true { state.recordings[table] = nil }
    }

    private func save(_ recording: Recording, _ table: Int, _ consumer: String) throws(EngineFault) {
        try storage { () throws(SQLiteFault) in
            try FileTable.recordings.write(
                [.int(table), .text(consumer), .int(recording.images.rawValue), .int(recording.position)], sqlite)
        }
        state.recordings[table, default: [:]][consumer] = recording
    }

    /// Reads who records what, and where the log begins.
    func loadRecordings() throws(EngineFault) {
        try FileTable.recordings.forEach("", sqlite) { row in
            state.recordings[row.int(0), default: [:]][row.text(1)] = Recording(
                images: RecordedChange.Images(rawValue: row.int(2)), position: row.int(3))
        }
        // What a process that was killed left to be removed.
        state.trimRanges = [TrimRange(after: 0, to: state.lastSequence)]
    }

    // MARK: Appending

    /// Gives a change its sequence number and its time, and appends it to the log when the table's changes are
    /// recorded.
    ///
    /// - Parameter row: the row after the change; nil when it was removed.
    func note(_ change: RowChange, _ row: [UInt8]?, _ cause: ChangeCause) throws(SQLiteFault) {
        try note(
            change.table.id, change.key, change.kind(isRemoval: row == nil), old: change.old?.bytes, new: row, cause)
    }

    /// Notes a change of the row with a key.
    func note(
        _ table: Int, _ key: KeyBytes, _ kind: RecordedChange.Kind, old: @autoclosure () -> [UInt8]?, new: [UInt8]?,
        _ cause: ChangeCause
    ) throws(SQLiteFault) {
        let sequence = state.lastSequence + 1
        let time = max(Int(options.clock() * 1000), state.lastTime)
        state.counters[Format.fileCounter] = Counter(items: sequence, bytes: time)
        state.changedCounters.insert(Format.fileCounter)
        guard let images = state.recordedImages(of: table) else { return }
        let old = images.contains(.old) ? old() : nil
        let new = images.contains(.new) ? new : nil
        let statement = try sqlite.prepare(FileTable.changes.replace, into: &appendChange)
        try FileTable.changes.write(
            [
                .int(sequence), .int(table), .int(time), .int(cause.rawValue), .int(kind.rawValue),
                .blob(key), old.map { .blob($0) } ?? .null, new.map { .blob($0) } ?? .null,
            ], statement)
    }
}

extension WriterState {
    /// The sequence number of the last change; 0 before the first.
    package var lastSequence: Int { counters[Format.fileCounter]?.items ?? 0 }

    /// When the last change was made, in milliseconds since 1970.
    package var lastTime: Int { counters[Format.fileCounter]?.bytes ?? 0 }

    /// The images that are recorded of a table; nil when its changes are not recorded.
    @inline(__always)
    func recordedImages(of table: Int) -> RecordedChange.Images? {
        guard let recordings = recordings[table] else { return nil }
        var images: RecordedChange.Images?
        for recording in recordings.values where !recording.images.contains(.ended) {
            images = (images ?? []).union(recording.images)
        }
        return images
    }

    /// Whether the log may hold what nobody needs.
    var hasUnneededChanges: Bool { !trimRanges.isEmpty }
}

extension StoreConnection {
    /// The item of an image of a change, verified.
    package func item(ofImage row: [UInt8], key: KeyBytes) throws(EngineFault) -> Item {
        let result: Swift.Result<Item, EngineFault> = row.withUnsafeBytes { row in
            key.withUnsafeBytes { key in
                do throws(DamagedRow) {
                    return .success(try StoredItem(row: row, key: key).item(names: names))
                } catch {
                    return .failure(.damagedFile(table: FileTable.changes.name, what: error.what))
                }
            }
        }
        return try result.get()
    }
}
