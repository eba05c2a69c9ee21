import CSQLite
import DynamoModel
import Glibc
import JSONText

/// A connection with its prepared statements, and for a reader the snapshot that it keeps open.
package final class StoreConnection {
    let sqlite: SQLiteConnection
    /// The names that numbers in rows stand for.
    let names: NameTable
    /// What was decoded last.
    let decoded: DecodedItems
    private var storages: [RowStatements?] = []
    private let begin: SQLiteStatement
    /// BEGIN alone chooses no state of the file: the first look does.
    private let look: SQLiteStatement
    private let commit: SQLiteStatement
    /// The commit generation that the open read transaction shows at least; nil without an open one.
    private(set) var snapshot: UInt64?

    /// In place of the generation of a transaction that is not kept: no generation reaches it.
    private static let notKept = UInt64.max

    /// - Parameter decodedBytes: the memory that items which were decoded may take.
    init(_ sqlite: SQLiteConnection, decodedBytes: Int) throws(SQLiteFault) {
        self.sqlite = sqlite
        names = NameTable(sqlite)
        decoded = DecodedItems(names: names, maximumMemory: decodedBytes)
        begin = try sqlite.prepare("BEGIN")
        look = try sqlite.prepare("SELECT 1 FROM sqlite_schema LIMIT 1")
        commit = try sqlite.prepare("COMMIT")
    }

    /// The statements of a storage.
    @inline(__always)
    func rows(_ id: Int) throws(SQLiteFault) -> RowStatements {
        if id < storages.count, let statements = storages[id] { return statements }
        return try prepare(id)
    }

    private func prepare(_ id: Int) throws(SQLiteFault) -> RowStatements {
        while storages.count <= id { storages.append(nil) }
        let statements = try RowStatements(sqlite, id: id)
        storages[id] = statements
        return statements
    }

    /// Frees the statements of a storage that is dropped.
    func forget(_ id: Int) {
        guard id < storages.count, let statements = storages[id] else { return }
        statements.finalize()
        storages[id] = nil
    }

    /// How many storages it has statements of.
    var preparedStorages: Int { storages.count { $0 != nil } }

    /// How many of the storages that were dropped it has forgotten.
    var forgottenStorages = 0

    /// Frees the statements of storages that were dropped since the last time.
    func forget(dropped storages: some Collection<Int>) {
        guard !storages.isEmpty else { return }
        // A statement of a read transaction that is still open would hold the table.
        endSnapshot()
        for storage in storages { forget(storage) }
        forgottenStorages += storages.count
    }

    // MARK: Snapshots

    /// Sees to it that a read transaction is open that shows this generation or a later one. One that begins while a
    /// commit is being shown is used once.
    ///
    /// - Parameters:
    ///   - generation: of ``ReaderPool/generation``.
    ///   - changes: what is written meanwhile; nil when that is not known.
    @inline(__always)
    func ensureSnapshot(_ generation: UInt64, _ changes: ChangedKeys?) throws(SQLiteFault) {
        if snapshot == generation { return }
        try renewSnapshot(generation, changes)
    }

    private func renewSnapshot(_ generation: UInt64, _ changes: ChangedKeys?) throws(SQLiteFault) {
        endSnapshot()
        let committed = changes?.committed ?? 0
        try begin.run()
        snapshot = generation & 1 == 0 ? generation : Self.notKept
        defer { look.reset() }
        _ = try look.step()
        decoded.startSnapshot(changes, committed: committed)
    }

    /// An item that was decoded before and not written since, whether or not the open read transaction is an old one:
    /// its state is that of now.
    func known(
        _ storage: Int, _ key: KeyBytes, _ generation: UInt64, _ changes: ChangedKeys
    ) -> (item: Item, size: Int)? {
        if snapshot != generation { decoded.follow(changes) }
        return key.withUnsafeBytes { decoded.unchanged(storage, $0) }
    }

    /// Ends the read transaction, so that it does not hold back the write-ahead log.
    func endSnapshot() {
        guard snapshot != nil else { return }
        snapshot = nil
        decoded.endSnapshot()
        // A COMMIT of a read transaction can only fail while a statement is running; ROLLBACK ends those as well.
        do { try commit.run() } catch { try? sqlite.execute("ROLLBACK") }
    }

    // MARK: Rows

    /// Looks up a row by its key and runs `body` on it where it lies.
    @inline(__always)
    package func withRow<Result>(
        _ storage: Int, at key: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(DamagedRow) -> Result, table: TableInfo
    ) throws(EngineFault) -> Result? {
        let statement: SQLiteStatement
        do { statement = try rows(storage).get } catch { throw .storage(error) }
        statement.bind(1, key)
        defer { statement.reset() }
        do throws(SQLiteFault) {
            guard try statement.step() else { return nil }
        } catch {
            throw .storage(error)
        }
        do throws(DamagedRow) {
            return try body(statement.bytes(0), key)
        } catch {
            throw error.fault(in: table.name)
        }
    }

    /// Reads and verifies an item.
    package func item(_ table: TableInfo, _ key: KeyBytes) throws(EngineFault) -> (item: Item, size: Int)? {
        let result: Swift.Result<(item: Item, size: Int)?, EngineFault> = key.withUnsafeBytes { key in
            Swift.Result { () throws(EngineFault) in try item(table, at: key) }
        }
        return try result.get()
    }

    /// Reads and verifies an item whose key lies in memory.
    package func item(_ table: TableInfo, at key: UnsafeRawBufferPointer) throws(EngineFault) -> (
        item: Item, size: Int
    )? {
        if let known = decoded.known(table.id, key) { return known }
        return try withRow(
            table.id, at: key, { row, key throws(DamagedRow) in try decoded.item(table.id, row: row, key: key) },
            table: table)
    }

    /// Reads and verifies an item with its row, for the writer.
    package func row(_ table: TableInfo, _ key: KeyBytes) throws(EngineFault) -> StoredRow? {
        let statement = try TableStore.storage { () throws(SQLiteFault) in try rows(table.id).itemByKey() }
        let result: Swift.Result<StoredRow?, EngineFault> = key.withUnsafeBytes { key in
            statement.bind(1, key)
            defer { statement.reset() }
            return Swift.Result { () throws(EngineFault) in
                guard try TableStore.storage({ () throws(SQLiteFault) in try statement.step() }) else { return nil }
                let bytes = statement.bytes(0)
                do throws(DamagedRow) {
                    let (item, size) = try decoded.current(table.id, row: bytes, key: key)
                    return StoredRow(id: statement.int(1), item: item, size: size, bytes: [UInt8](bytes))
                } catch {
                    throw error.fault(in: table.name)
                }
            }
        }
        return try result.get()
    }

    /// Reads and verifies the item that an index entry is of: by the number of its row when the entry has it, which
    /// takes one look into one tree, else by its key, which takes two.
    package func item(
        _ table: TableInfo, row: Int?, at key: UnsafeRawBufferPointer
    ) throws(EngineFault) -> (item: Item, size: Int)? {
        guard let row else { return try item(table, at: key) }
        if let known = decoded.known(table.id, key) { return known }
        return try withRow(table, number: row, at: key) { (bytes) throws(DamagedRow) in
            try decoded.item(table.id, row: bytes, key: key)
        }
    }

    /// Reads and verifies the item that an index entry is of as ``item(_:row:at:)`` does, for an answer over the wire:
    /// nil in place of an item whose JSON was appended.
    package func item(
        _ table: TableInfo, row: Int?, at key: UnsafeRawBufferPointer, else wire: inout WireItems
    ) throws(EngineFault) -> (item: Item?, size: Int)? {
        if let known = decoded.known(table.id, key) { return known }
        guard let row else {
            return try withRow(
                table.id, at: key,
                { row, key throws(DamagedRow) in try item(table, row: row, key: key, else: &wire) }, table: table)
        }
        return try withRow(table, number: row, at: key) { (bytes) throws(DamagedRow) in
            try item(table, row: bytes, key: key, else: &wire)
        }
    }

    /// The size of the item that an index entry is of, without reading its attributes.
    package func size(
        _ table: TableInfo, row: Int?, at key: UnsafeRawBufferPointer
    ) throws(EngineFault) -> Int? {
        guard let row else {
            return try withRow(
                table.id, at: key, { row, key throws(DamagedRow) in try StoredItem(row: row, key: key).size },
                table: table)
        }
        return try withRow(table, number: row, at: key) { (bytes) throws(DamagedRow) in
            try StoredItem(row: bytes, key: key).size
        }
    }

    /// Runs `body` on the table's row with a number, which has to have this key.
    @inline(__always)
    private func withRow<Result>(
        _ table: TableInfo, number: Int, at key: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(DamagedRow) -> Result
    ) throws(EngineFault) -> Result? {
        let statement = try TableStore.storage { () throws(SQLiteFault) in try rows(table.id).itemById() }
        statement.bind(1, number)
        defer { statement.reset() }
        guard try TableStore.storage({ () throws(SQLiteFault) in try statement.step() }) else { return nil }
        do throws(DamagedRow) {
            guard statement.bytes(1).hasSameBytes(as: key) else {
                throw DamagedRow(what: "an index row names the row of another item")
            }
            return try body(statement.bytes(0))
        } catch {
            throw error.fault(in: table.name)
        }
    }

    /// The item of a row of a table that was found, verified.
    package func item(
        _ table: TableInfo, row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer
    ) throws(DamagedRow) -> (item: Item, size: Int) {
        try decoded.item(table.id, row: row, key: key)
    }

    /// The item of a row of a table that was found, verified, for an answer over the wire: nil in place of an item
    /// whose JSON was appended.
    package func item(
        _ table: TableInfo, row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, else wire: inout WireItems
    ) throws(DamagedRow) -> (item: Item?, size: Int) {
        var found: (item: Item?, size: Int) = (nil, 0)
        try wire.append { (texts) throws(DamagedRow) in
            var json = JSONWriter(appendingTo: exchange(&texts, with: []))
            defer { texts = json.takePiece() }
            found = try decoded.item(table.id, row: row, key: key, else: &json)
            return found.item == nil ? found.size : nil
        }
        return found
    }

    /// The size of the first rows of a range, and the key of the last of them; nil when no more follow.
    package func size(
        _ storage: Int, from lower: KeyBytes, to upper: KeyBytes, rows: Int
    ) throws(EngineFault) -> (bytes: Int, last: KeyBytes?) {
        try TableStore.storage { () throws(SQLiteFault) in try measure(storage, lower, upper, rows) }
    }

    private func measure(
        _ storage: Int, _ lower: KeyBytes, _ upper: KeyBytes, _ rows: Int
    ) throws(SQLiteFault) -> (bytes: Int, last: KeyBytes?) {
        let statement = try self.rows(storage).size()
        statement.bind(1, copying: lower)
        statement.bind(2, copying: upper)
        statement.bind(3, rows)
        defer { statement.reset() }
        guard try statement.step() else { return (0, nil) }
        return (statement.int(1), statement.int(0) < rows ? nil : KeyBytes(statement.bytes(2)))
    }

    /// Steps through the items of a range, forward, with the number of each row, until `body` says stop, or the end.
    func forEachItem(
        _ table: TableInfo, from lower: KeyBytes, to upper: KeyBytes,
        _ body: (_ key: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer, _ id: Int) throws(EngineFault) -> Bool
    ) throws(EngineFault) {
        let statement = try TableStore.storage { () throws(SQLiteFault) in try rows(table.id).itemRange() }
        try step(statement, from: lower, to: upper) { (row) throws(EngineFault) in
            try body(row.bytes(0), row.bytes(1), row.int(2))
        }
    }

    /// Steps through the rows of a range until `body` says stop, or the end.
    package func forEachRow(
        _ storage: Int, from lower: KeyBytes, to upper: KeyBytes, forward: Bool,
        _ body: (_ key: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer) throws(EngineFault) -> Bool
    ) throws(EngineFault) {
        let statement = try TableStore.storage { () throws(SQLiteFault) in try rows(storage).range(forward: forward) }
        try step(statement, from: lower, to: upper) { (row) throws(EngineFault) in try body(row.bytes(0), row.bytes(1))
        }
    }

    @inline(__always)
    private func step(
        _ statement: SQLiteStatement, from lower: KeyBytes, to upper: KeyBytes,
        _ body: (SQLiteStatement) throws(EngineFault) -> Bool
    ) throws(EngineFault) {
        let result: Swift.Result<Void, EngineFault> = lower.withUnsafeBytes { lower in
            upper.withUnsafeBytes { upper in
                statement.bind(1, lower)
                statement.bind(2, upper)
                defer { statement.reset() }
                while true {
                    do throws(SQLiteFault) {
                        guard try statement.step() else { return .success(()) }
                    } catch {
                        return .failure(.storage(error))
                    }
                    do throws(EngineFault) {
                        guard try body(statement) else { return .success(()) }
                    } catch {
                        return .failure(error)
                    }
                }
            }
        }
        try result.get()
    }

    /// The counters of some storages, as they are in the snapshot.
    package func counters(_ storages: [Int]) throws(EngineFault) -> [Int: Counter] {
        try Counter.load(storages, sqlite)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether both hold the same bytes.
    func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count, let left = baseAddress, let right = other.baseAddress else { return false }
        return memcmp(left, right, count) == 0
    }
}
