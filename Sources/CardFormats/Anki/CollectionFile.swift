import CSQLite
import Glibc

/// A SQLite database of cards in a temporary file: a package's, which a stranger made, or one that becomes a package.
///
/// A stranger's is only read, and has plain tables and indexes alone: nothing in it computes values. All reading of the
/// file together ends after a bounded number of steps and of bytes of text, and each value is bounded.
final class CollectionFile {
    private let path: String
    private var handle: OpaquePointer?
    /// Steps of SQLite's machine that were taken and that may be, in thousands.
    private var (kilosteps, maximumKilosteps) = (0, 0)
    /// Bytes of texts that were read.
    private var textBytes = 0
    private(set) var descriptor: Int32

    /// Makes an empty file in a folder.
    ///
    /// - Throws: `malformed` when the folder cannot be written.
    init(in folder: String) throws(CardFormatError) {
        var template = Array("\(folder)/lexi-cards-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw .unsupported("no temporary file can be made: \(String(cString: strerror(errno)))")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        sqlite3_close_v2(handle)
        close(descriptor)
        unlink(path)
        unlink(path + "-journal")
    }

    // MARK: Bytes

    func append(_ bytes: ArraySlice<UInt8>) throws(CardFormatError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                throw .unsupported("the temporary file cannot be written: \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// The next bytes from the start on; empty at the end.
    func read(at offset: Int, _ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
        }
    }

    // MARK: The database

    /// Opens the written file for reading, and removes its name, so that the file goes when the program dies.
    ///
    /// - Parameter kilosteps: thousands of steps of SQLite's machine that all reading may take.
    /// - Throws: `tooLarge`, `malformed`; `unsupported` when there is more in it than tables and indexes.
    func openForReading(kilosteps: Int) throws(CardFormatError) {
        try open(SQLITE_OPEN_READONLY)
        for (limit, value) in [
            (SQLITE_LIMIT_LENGTH, CardFormatLimits.valueBytes), (SQLITE_LIMIT_SQL_LENGTH, CardFormatLimits.schemaBytes),
            (SQLITE_LIMIT_COLUMN, 100), (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_EXPR_DEPTH, 100),
        ] { sqlite3_limit(handle, limit, value) }
        sqlite3_progress_handler(
            handle, 1_000,
            { context in
                guard let context else { return 1 }
                let file = Unmanaged<CollectionFile>.fromOpaque(context).takeUnretainedValue()
                file.kilosteps += 1
                return file.kilosteps > file.maximumKilosteps ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        // Names of decks and kinds of notes are compared so in newer collections.
        sqlite3_create_collation_v2(
            handle, "unicase", SQLITE_UTF8, nil,
            { _, count, one, otherCount, other in
                guard let one, let other else { return count - otherCount }
                let order = memcmp(one, other, Int(min(count, otherCount)))
                return order != 0 ? order : count - otherCount
            }, nil)
        try execute(
            """
            PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA mmap_size = 0;
            PRAGMA automatic_index = OFF
            """)
        unlink(path)
        // Entries of the schema are kept in memory: few steps are there for reading it.
        maximumKilosteps = min(kilosteps, CardFormatLimits.schemaKilosteps)
        try checkSchema()
        maximumKilosteps = kilosteps
    }

    /// Views, virtual tables and generated columns would make values of any number and size out of a few bytes.
    private func checkSchema() throws(CardFormatError) {
        for sql in [
            "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND type <> 'table'",
            "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')",
            """
            SELECT 1 FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c \
            WHERE t.schema = 'main' AND c.hidden <> 0
            """,
            // Texts would be converted, which takes no steps.
            "SELECT 1 FROM pragma_encoding WHERE encoding <> 'UTF-8'",
        ] {
            guard try !prepare(sql).step() else {
                throw .unsupported("the package's collection has more than plain tables in UTF-8")
            }
        }
    }

    func openForWriting() throws(CardFormatError) {
        try open(SQLITE_OPEN_READWRITE)
        try execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096")
    }

    /// Writes everything and gives the file free to be read.
    func finishWriting() throws(CardFormatError) {
        guard sqlite3_close(handle) == SQLITE_OK else { throw failure }
        handle = nil
    }

    private func open(_ mode: Int32) throws(CardFormatError) {
        let isKept = mode == SQLITE_OPEN_READONLY ? "?immutable=1" : ""
        let code = sqlite3_open_v2(
            "file:\(path)\(isKept)", &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nil)
        guard code == SQLITE_OK else { throw failure }
    }

    func execute(_ sql: String) throws(CardFormatError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    /// A statement.
    ///
    /// - Parameter valueBytes: bytes of a value beyond which reading fails.
    func prepare(
        _ sql: String, valueBytes: Int32 = CardFormatLimits.valueBytes
    ) throws(CardFormatError) -> Statement {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else { throw failure }
        return Statement(file: self, statement, valueBytes: valueBytes)
    }

    /// Whether there is such a table.
    func hasTable(_ name: String) throws(CardFormatError) -> Bool {
        let statement = try prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
        statement.bind(1, name)
        return try statement.step()
    }

    /// Whether a table has a column of this name.
    func hasColumn(_ name: String, of table: String) throws(CardFormatError) -> Bool {
        let statement = try prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?")
        statement.bind(1, table)
        statement.bind(2, name)
        return try statement.step()
    }

    fileprivate var failure: CardFormatError {
        let code = sqlite3_errcode(handle)
        if code == SQLITE_INTERRUPT { return .tooLarge("the package's collection takes too long to read") }
        if code == SQLITE_TOOBIG { return .tooLarge("the package's collection holds a value that is too long") }
        return .malformed("the package's collection cannot be read: \(String(cString: sqlite3_errmsg(handle)))")
    }

    /// A statement of the file.
    final class Statement {
        private let file: CollectionFile
        private var statement: OpaquePointer?
        private let valueBytes: Int32

        fileprivate init(file: CollectionFile, _ statement: OpaquePointer, valueBytes: Int32) {
            self.file = file
            self.statement = statement
            self.valueBytes = valueBytes
        }

        deinit { sqlite3_finalize(statement) }

        func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(statement, index, Int64(value)) }
        func bind(_ index: Int32, _ text: String) {
            sqlite3_bind_text(
                statement, index, text, Int32(text.utf8.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }

        /// Goes to the next row; false after the last one.
        func step() throws(CardFormatError) -> Bool {
            sqlite3_limit(file.handle, SQLITE_LIMIT_LENGTH, valueBytes)
            switch sqlite3_step(statement) {
            case SQLITE_ROW: return true
            case SQLITE_DONE: return false
            default: throw file.failure
            }
        }

        /// Carries the statement out with new values; false when a key is taken.
        func run() throws(CardFormatError) -> Bool {
            defer { sqlite3_reset(statement) }
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return true
            case SQLITE_CONSTRAINT: return false
            default: throw file.failure
            }
        }

        func reset() { sqlite3_reset(statement) }

        /// Lets go of the statement, which is not used any more.
        func end() {
            sqlite3_finalize(statement)
            statement = nil
        }

        /// The number of a column; 0 for what is not a number.
        func integer(_ column: Int32) -> Int {
            let type = sqlite3_column_type(statement, column)
            // A long text is not a number, and takes long to check.
            guard type == SQLITE_INTEGER || type == SQLITE_FLOAT || sqlite3_column_bytes(statement, column) <= 32 else {
                return 0
            }
            return Int(sqlite3_column_int64(statement, column))
        }

        /// The text of a column; what is not UTF-8 is replaced.
        func text(_ column: Int32) throws(CardFormatError) -> String {
            guard let bytes = sqlite3_column_text(statement, column) else { return "" }
            let count = Int(sqlite3_column_bytes(statement, column))
            file.textBytes += count
            guard file.textBytes <= CardFormatLimits.collectionBytes else {
                throw .tooLarge("the texts of the package have more than \(CardFormatLimits.collectionBytes) bytes")
            }
            return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }
}
