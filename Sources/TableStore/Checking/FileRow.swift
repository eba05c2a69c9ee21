import CSQLite

/// A row of one of the file's own tables as it is found, sound or not.
struct FileRow {
    /// A value of a column. The bytes of a text may be none.
    enum Cell {
        case null
        case int(Int)
        case bytes([UInt8], isText: Bool)
    }

    private(set) var cells: [Cell]
    /// The checksum that is stored with them.
    private let stored: Int

    /// The row that ``FileTable/select`` found.
    init(_ statement: SQLiteStatement, of table: FileTable) {
        let count = Int32(table.columns.count)
        cells = (0..<count).map { statement.cell($0) }
        stored = statement.int(count)
    }

    private init(_ cells: [Cell], _ stored: Int) { (self.cells, self.stored) = (cells, stored) }

    /// A number, nil when the column holds none.
    func int(_ column: Int) -> Int? { if case .int(let value) = cells[column] { value } else { nil } }

    /// The row as it was written, when one byte of it or of its checksum is damaged; nil when more is.
    func mended(in table: FileTable) -> FileRow? {
        let present = table.checksum(of: cells)
        if ByteMending.isOneByteApart(present, stored) { return FileRow(cells, present) }
        for column in cells.indices {
            guard let cell = mended(column, in: table) else { continue }
            var mended = self
            mended.cells[column] = cell
            return mended
        }
        return nil
    }

    private func mended(_ column: Int, in table: FileTable) -> Cell? {
        let start = table.check(of: cells[..<column])
        let rest = cells[(column + 1)...]
        func fits(_ check: RowCheck) -> Bool {
            var check = check
            for cell in rest { check.add(cell) }
            return check.value == stored
        }
        switch cells[column] {
        case .null: return nil
        case .int(let number):
            return ByteMending.mended(number) { number in
                var check = start
                check.add(number)
                return fits(check)
            }.map { .int($0) }
        case .bytes(let bytes, let isText):
            let size = rest.reduce(0) { if case .bytes(let bytes, _) = $1 { $0 + bytes.count } else { $0 + 8 } }
            return ByteMending.mended(bytes, rest: size) { bytes in
                var check = start
                check.add(bytes)
                return fits(check)
            }.map { .bytes($0, isText: isText) }
        }
    }
}

extension FileTable {
    /// The checksum of the first columns of a row.
    fileprivate func check(of cells: ArraySlice<FileRow.Cell>) -> RowCheck {
        var check = start
        for cell in cells { check.add(cell) }
        return check
    }

    fileprivate func checksum(of cells: [FileRow.Cell]) -> Int { check(of: cells[...]).value }

    /// The rows that are not what was written.
    func damagedRows(_ sqlite: SQLiteConnection) throws(SQLiteFault) -> [FileRow] {
        let statement = try sqlite.prepare(select)
        defer { statement.finalize() }
        var rows: [FileRow] = []
        while try statement.step() {
            if !isSound(statement) { rows.append(FileRow(statement, of: self)) }
        }
        return rows
    }

    /// Removes a row as it is found.
    func remove(_ row: FileRow, _ sqlite: SQLiteConnection) throws(SQLiteFault) {
        let condition = columns.prefix(keyCount).map { "\($0) IS ?" }.joined(separator: " AND ")
        let statement = try sqlite.prepare("DELETE FROM \(name) WHERE \(condition)")
        defer { statement.finalize() }
        for (column, cell) in row.cells.prefix(keyCount).enumerated() { statement.bind(Int32(column + 1), cell) }
        try statement.run()
    }

    /// Puts a row in the place of another.
    func replace(_ row: FileRow, with other: FileRow, _ sqlite: SQLiteConnection) throws(SQLiteFault) {
        try remove(row, sqlite)
        let statement = try sqlite.prepare(replace)
        defer { statement.finalize() }
        for (column, cell) in other.cells.enumerated() { statement.bind(Int32(column + 1), cell) }
        statement.bind(Int32(columns.count + 1), checksum(of: other.cells))
        try statement.run()
    }
}

extension RowCheck {
    fileprivate mutating func add(_ cell: FileRow.Cell) {
        switch cell {
        case .null: addNull()
        case .int(let value): add(value)
        case .bytes(let bytes, _): add(bytes)
        }
    }
}

extension SQLiteStatement {
    fileprivate func cell(_ column: Int32) -> FileRow.Cell {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .int(int(column))
        case let type: .bytes([UInt8](bytes(column)), isText: type == SQLITE_TEXT)
        }
    }

    fileprivate func bind(_ index: Int32, _ cell: FileRow.Cell) {
        switch cell {
        case .null: bindNull(index)
        case .int(let value): bind(index, value)
        case .bytes(let bytes, isText: true): bind(index, text: bytes)
        case .bytes(let bytes, isText: false): bind(index, copying: bytes)
        }
    }
}
