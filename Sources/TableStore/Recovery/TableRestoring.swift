import DynamoModel

/// Fills a table that is being restored: from another table of the file as it was at a moment, or from a backup. Its
/// indexes are filled afterwards, each by its own ``IndexFilling``; then the table is ready.
struct TableRestoring: MaintenanceTask {
    let id: MaintenanceID

    init(_ table: Int) { id = MaintenanceID(kind: .restoring, subject: table) }

    /// How long it waits for the indexes before it looks again, in milliseconds.
    private static let rest = 5

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        guard let table = writer.state.catalog.byId[id.subject], let stored = writer.state.tasks[id] else {
            try writer.removeTask(id)
            return .done
        }
        guard let position = RestorePosition(stored) else {
            throw .damagedFile(table: FileTable.tasks.name, what: "the position of \(id) cannot be read")
        }
        let next: RestorePosition
        switch position {
        case .copying(let source, let to, let key): next = try copy(source, to, key, table, writer, &budget)
        case .undoing(let source, let to, let from): next = try undo(source, to, from, table, writer, &budget)
        case .reading(let file, let offset, let checksum, let names):
            next = try read(file, offset, checksum, names, table, writer)
        case .filling: return try finish(table, writer)
        case .importing: return .idle(milliseconds: Self.rest)
        }
        try writer.saveTask(id, position: next.bytes)
        return .more
    }

    // MARK: From another table

    private func copy(
        _ source: Int, _ to: Int, _ start: KeyBytes, _ table: TableInfo, _ writer: Writer, _ budget: inout StepBudget
    ) throws(EngineFault) -> RestorePosition {
        var (last, isAtEnd) = (start, true)
        try writer.connection.forEachRow(source, from: start + [0], to: KeyLayout.end, forward: true) {
            (key, row) throws(EngineFault) in
            last = KeyBytes(key)
            try writer.restore([UInt8](row), at: last, of: table, isNew: true)
            isAtEnd = budget.take(bytes: key.count + row.count)
            return isAtEnd
        }
        // What is changed from now on is not in the copy.
        return isAtEnd
            ? .undoing(source: source, to: to, from: writer.state.lastSequence)
            : .copying(source: source, to: to, after: last)
    }

    private func undo(
        _ source: Int, _ to: Int, _ from: Int, _ table: TableInfo, _ writer: Writer, _ budget: inout StepBudget
    ) throws(EngineFault) -> RestorePosition {
        var from = from
        while true {
            let page = try writer.connection.changes(of: source, downFrom: from, after: to)
            for change in page.changes { try writer.restore(change.old, at: change.key, of: table) }
            guard page.position > to else { return try filling(table, writer) }
            from = page.position - 1
            guard budget.take(bytes: page.bytesSeen, rows: page.seen) else { break }
        }
        return .undoing(source: source, to: to, from: from)
    }

    // MARK: From a backup

    /// Writes the next block of a backup's file.
    private func read(
        _ path: String, _ offset: Int, _ checksum: UInt64, _ place: BackupFile.Place?, _ table: TableInfo,
        _ writer: Writer
    ) throws(EngineFault) -> RestorePosition {
        let names = try writer.namesOfBackup(path, at: place)
        let (content, next) = try backingUp { () throws(BackupFault) in
            try Self.content(path, offset, checksum, place)
        }
        guard let content else { return .filling }
        for entry in content.entries {
            let row = entry.row.map { writer.recoded($0, key: entry.key, names, table) }
            try writer.restore(row, at: entry.key, of: table, isNew: content.areNew)
        }
        return next
    }

    /// What the next block of a file says of rows, nil at the end, and where the one after it begins.
    private static func content(
        _ path: String, _ offset: Int, _ checksum: UInt64, _ names: BackupFile.Place?
    ) throws(BackupFault) -> (content: (entries: [BackupRows.Entry], areNew: Bool)?, next: RestorePosition) {
        var file = try BackupFile(path: path, from: offset, after: checksum)
        guard let block = try file.next() else { throw .damaged(path: path, offset: offset) }
        let next = RestorePosition.reading(file: path, offset: file.offset, checksum: file.checksum, names: names)
        let entries: [BackupRows.Entry]?
        switch block.kind {
        case .rows: entries = BackupRows.entries(block.payload[...])
        case .undo: entries = BackupDraft.undone(in: block)
        case .header, .names: entries = []
        case .end: return (nil, next)
        }
        guard let entries else { throw .damaged(path: path, offset: offset) }
        return ((entries, block.kind == .rows), next)
    }

    // MARK: The end

    private func filling(_ table: TableInfo, _ writer: Writer) throws(EngineFault) -> RestorePosition {
        try writer.stopHolding(for: table.id)
        return .filling
    }

    private func finish(_ table: TableInfo, _ writer: Writer) throws(EngineFault) -> StepOutcome {
        guard table.indexes.allSatisfy(\.isActive) else { return .idle(milliseconds: Self.rest) }
        var definition = table.definition
        if definition.restore?.isImport == true {
            definition.restore = nil
        } else {
            definition.restore?.isInProgress = false
        }
        try apply(&definition, writer)
        try writer.removeTask(id)
        return .done
    }

    /// Saves the definition with the settings that the restore keeps.
    private func apply(_ definition: inout TableDefinition, _ writer: Writer) throws(EngineFault) {
        guard let settings = definition.restore?.settings else { return try writer.save(definition) }
        definition.restore?.settings = nil
        definition.deletionProtection = settings.deletionProtection
        definition.timeToLive = settings.timeToLive
        (definition.streamViewType, definition.streamLabel) = (settings.streamViewType, settings.streamLabel)
        try writer.changeExpiry(of: &definition)
        try writer.save(definition)
        try writer.startStream(definition)
    }
}
