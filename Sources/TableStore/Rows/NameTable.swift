import CSQLite
import DynamoModel

/// The attribute names of a file, each with the number that stands for it in rows.
///
/// Items of one kind have the same names again and again: as numbers they take a third of a row's bytes less, which is as much less
/// to write, and reading a row need not make their texts anew. A name is numbered by the first row that has it, in the
/// transaction that writes the row, and keeps its number for good: whoever sees a row in a snapshot finds its names
/// there too. Each connection has a table of its own, which it completes when it meets a number that it does not know.
final class NameTable {
    /// Names beyond this many are written out in their rows, so that the table stays small whatever clients send.
    static let maximumCount = 4096
    /// Longer names, in bytes, are written out as well.
    static let longestName = 64

    private let sqlite: SQLiteConnection
    private var names: [String] = []
    private var numbers: [ByteKey: Int] = [:]

    /// A table of what the file holds; it is read when it is needed.
    init(_ sqlite: SQLiteConnection) { self.sqlite = sqlite }

    /// How many names are numbered.
    var count: Int { names.count }

    // MARK: Reading

    /// The name with a number; nil when there is none, which is damage.
    @inline(__always)
    func name(_ number: Int) -> String? {
        if number < names.count { return names[number] }
        return complete(to: number)
    }

    private func complete(to number: Int) -> String? {
        guard number < Self.maximumCount, (try? load()) != nil, number < names.count else { return nil }
        return names[number]
    }

    /// Reads the names that the present snapshot holds and this table does not.
    func load() throws(SQLiteFault) {
        let statement = try sqlite.prepare("SELECT name FROM names WHERE id >= \(names.count) ORDER BY id")
        defer { statement.finalize() }
        while try statement.step() { add(String(decoding: statement.bytes(0), as: UTF8.self)) }
    }

    private func add(_ name: String) {
        numbers[ByteKey(name)] = names.count
        names.append(name)
    }

    // MARK: Writing

    /// The number of a name, which gets one now if it has none and may have one; nil when it is to be written out.
    ///
    /// Only for the writer, which knows all names.
    func number(_ name: String) -> Int? {
        if let number = numbers[ByteKey(name)] { return number }
        guard names.count < Self.maximumCount, name.utf8.count <= Self.longestName else { return nil }
        add(name)
        return names.count - 1
    }

    /// Writes the names from this number on into the transaction.
    func save(from first: Int) throws(SQLiteFault) {
        guard first < names.count else { return }
        let statement = try sqlite.prepare("INSERT OR REPLACE INTO names VALUES (?, ?)")
        defer { statement.finalize() }
        for number in first..<names.count {
            statement.bind(1, number)
            statement.bind(2, copying: Array(names[number].utf8))
            try statement.run()
        }
    }
}
