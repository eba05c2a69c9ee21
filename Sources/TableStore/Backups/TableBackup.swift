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
    /// The latest change that may still have to be taken back; nil until all slices were read.
    private var next: Int?
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
        let page = try changes()
        if page.changes.isEmpty, page.position <= header.sequence {
            let names = try store.read { (connection) throws(EngineFault) in try connection.allNames() }
            verification = try backingUp { () throws(BackupFault) in try draft.complete(names: names) }
            return nil
        }
        if !page.changes.isEmpty {
            try backingUp { () throws(BackupFault) in try draft.append(undoing: page.changes) }
        }
        next = page.position - 1
        return nil
    }

    private mutating func verify() throws(EngineFault) -> Int? {
        guard var next = verification else { return nil }
        let isWhole = try backingUp { () throws(BackupFault) in try next.step() }
        verification = next
        return isWhole ? try backingUp { () throws(BackupFault) in try draft.publish() } : nil
    }

    /// The next changes to take back.
    private mutating func changes() throws(EngineFault) -> ChangePage {
        let (header, from) = (draft.header, try nextSequence())
        return try store.read { (connection) throws(EngineFault) in
            try connection.changes(of: header.table.id, downFrom: from, after: header.sequence)
        }
    }

    private mutating func nextSequence() throws(EngineFault) -> Int {
        if let next { return next }
        if let before = draft.lastSequence { return before - 1 }
        let last = try store.read { (connection) throws(EngineFault) in try connection.sequence() }
        next = last
        return last
    }
}

/// Runs a part that works on a backup's file.
func backingUp<Result>(_ body: () throws(BackupFault) -> Result) throws(EngineFault) -> Result {
    do throws(BackupFault) { return try body() } catch { throw .backup(error) }
}

extension StoreConnection {
    /// Changes and bytes that are read at a time, whatever table they are of.
    private static let changesAtATime = 512
    private static let bytesAtATime = 256 * 1024

    /// The changes of a table from one sequence number down, the latest first: the next ones.
    ///
    /// Those of other tables are verified, too: one that only seems to be another's would be left out; see
    /// `isReadable(_:by:)`. They count like the table's, so that a page may be empty before the end.
    ///
    /// - Parameter sequence: the changes after this number are wanted.
    /// - Returns: the changes from `last` down to the page's position, which is `sequence` at the end.
    func changes(of table: Int, downFrom last: Int, after sequence: Int) throws(EngineFault) -> ChangePage {
        var page = ChangePage(position: sequence)
        let condition = """
            WHERE sequence <= \(last) AND sequence > \(sequence) ORDER BY sequence DESC
            """
        let statement = try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.prepare("\(FileTable.changes.select) \(condition)")
        }
        defer { statement.finalize() }
        while try TableStore.storage({ () throws(SQLiteFault) in try statement.step() }) {
            let isReadable = try isReadable(statement, by: table)
            page.count(statement)
            if isReadable, statement.int(1) == table { page.changes.append(try change(in: statement)) }
            if page.bytesSeen >= Self.bytesAtATime || page.seen >= Self.changesAtATime {
                page.position = statement.int(0)
                return page
            }
        }
        return page
    }

    /// The names of the file by their numbers; nil where one is damaged.
    func allNames() throws(EngineFault) -> [String?] {
        try TableStore.storage { () throws(SQLiteFault) in try names.load() }
        return names.all
    }
}
