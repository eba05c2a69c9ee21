import DynamoModel

/// A backup that is being made: slices of the table's rows in the order of their keys, then what later changes
/// replaced, the latest first. Both written in this order into an empty table give the table as it was at one moment:
/// when the backup was asked for.
///
/// It reads short slices, so that it holds up neither writes nor the write-ahead log, and can go on after a restart.
package struct TableBackup {
    private let store: Store
    private let draft: BackupDraft
    private var reader: LongReader
    /// The last change that the slices can show; nil until all were read.
    private var end: Int?
    /// How far the complete file is verified; nil until it is complete.
    private var verification: BackupVerification?

    package init(_ store: Store, _ draft: BackupDraft) {
        (self.store, self.draft) = (store, draft)
        reader = LongReader(draft.header.table.id, from: draft.lastKey.map { $0 + [0] } ?? [])
    }

    /// Goes on with a backup from where its file ends.
    ///
    /// - Parameter path: the file as it is called when it is whole.
    package static func resume(_ store: Store, _ path: String) throws(EngineFault) -> TableBackup {
        TableBackup(store, try backingUp { () throws(BackupFault) in try BackupDraft(resuming: path) })
    }

    package var header: BackupHeader { draft.header }

    /// The consumer that a backup records the table's changes as.
    package static func consumer(_ id: String) -> String { consumerPrefix + id }
    static let consumerPrefix = "backup:"

    /// Does about a millisecond's work.
    ///
    /// - Returns: the file's size when the backup is done.
    /// - Throws: when the table or the file fails. Nothing of it is in the file then, and it can be tried again.
    package mutating func step() throws(EngineFault) -> Int? {
        if verification != nil { return try verify() }
        guard draft.hasAllRows else {
            var next = reader
            let rows = try next.next(store).rows
            try backingUp { () throws(BackupFault) in try draft.append(rows: rows) }
            reader = next
            return nil
        }
        let changes = try changes()
        if changes.isEmpty {
            let names = try store.read { (connection) throws(EngineFault) in try connection.allNames() }
            verification = try backingUp { () throws(BackupFault) in try draft.complete(names: names) }
            return nil
        }
        try backingUp { () throws(BackupFault) in try draft.append(undoing: changes) }
        return nil
    }

    private mutating func verify() throws(EngineFault) -> Int? {
        guard var next = verification else { return nil }
        let isWhole = try backingUp { () throws(BackupFault) in try next.step() }
        verification = next
        return isWhole ? try backingUp { () throws(BackupFault) in try draft.publish() } : nil
    }

    /// The next changes to take back.
    private mutating func changes() throws(EngineFault) -> [RecordedChange] {
        let (header, from) = (draft.header, try nextSequence())
        return try store.read { (connection) throws(EngineFault) in
            try connection.changes(of: header.table.id, downFrom: from, after: header.sequence)
        }
    }

    private mutating func nextSequence() throws(EngineFault) -> Int {
        if let before = draft.lastSequence { return before - 1 }
        if let end { return end }
        let last = try store.read { (connection) throws(EngineFault) in try connection.sequence() }
        end = last
        return last
    }
}

/// Runs a part that works on a backup's file.
func backingUp<Result>(_ body: () throws(BackupFault) -> Result) throws(EngineFault) -> Result {
    do throws(BackupFault) { return try body() } catch { throw .backup(error) }
}

extension StoreConnection {
    /// Changes and bytes that are read at a time.
    private static let changesAtATime = 512
    private static let bytesAtATime = 256 * 1024

    /// The changes of a table from one sequence number down, the latest first: the next ones, none at the end.
    ///
    /// Those of other tables are verified, too: one that only seems to be another's would be left out.
    ///
    /// - Parameter sequence: the changes after this number are wanted.
    func changes(of table: Int, downFrom last: Int, after sequence: Int) throws(EngineFault) -> [RecordedChange] {
        var changes: [RecordedChange] = []
        var bytes = 0
        let condition = """
            WHERE sequence <= \(last) AND sequence > \(sequence) ORDER BY sequence DESC
            """
        let statement = try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.prepare("\(FileTable.changes.select) \(condition)")
        }
        defer { statement.finalize() }
        while bytes < Self.bytesAtATime, changes.count < Self.changesAtATime,
            try TableStore.storage({ () throws(SQLiteFault) in try statement.step() })
        {
            try FileTable.changes.verify(statement)
            guard statement.int(1) == table else { continue }
            let change = try change(in: statement)
            changes.append(change)
            bytes += change.key.count + (change.old?.count ?? 0) + (change.new?.count ?? 0)
        }
        return changes
    }

    /// The names of the file by their numbers; nil where one is damaged.
    func allNames() throws(EngineFault) -> [String?] {
        try TableStore.storage { () throws(SQLiteFault) in try names.load() }
        return names.all
    }
}
