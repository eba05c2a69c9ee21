import CSQLite
import DynamoModel
import JSONText

/// The attribute names of a file, each with the number that stands for it in rows.
///
/// Items of one kind have the same names again and again: as numbers they take a third of a row's bytes less, which is
/// as much less to write, and reading a row need not make their texts again. A name is numbered by the first row that
/// has it, in the transaction that writes the row, and keeps its number for good: a snapshot that shows a row shows its
/// names, too, and recorded changes can be read later. Each connection has its own table, which it completes when it
/// meets a number that it does not know.
final class NameTable {
    /// How many names one table can have numbered; its further names are written out in their rows. A table whose items
    /// have names without end (ids as keys of maps) so takes nothing from the others.
    static let quota = 1024
    /// How many names a file can have numbered.
    static let maximumCount = 65_536
    /// Longer names, in bytes, are written out as well.
    static let longestName = 64

    /// Nil for a table that is complete.
    private let sqlite: SQLiteConnection?
    /// By number; nil where the file's row is damaged or missing.
    private var names: [String?] = []
    /// The table that each number counts for, by number.
    private var owners: [Int] = []
    private var numbers: [ByteKey: Int] = [:]
    /// How many names each table had numbered first.
    private var counts: [Int: Int] = [:]
    /// What was found wrong with the file's names.
    private(set) var damage: String?
    private var failure: SQLiteFault?

    /// A table of what the file holds; it is read when it is needed.
    init(_ sqlite: SQLiteConnection) { self.sqlite = sqlite }

    /// A table of these names by their numbers, for rows of a backup.
    init(fixed names: [String?]) {
        sqlite = nil
        self.names = names
    }

    /// The names by their numbers; nil where one is damaged.
    var all: [String?] { names }

    /// How many names are numbered.
    var count: Int { names.count }

    // MARK: Reading

    /// The name with a number; nil for a number without a name, which is damage.
    @inline(__always)
    func name(_ number: Int) -> String? {
        if number < names.count { return names[number] }
        return complete(to: number)
    }

    private func complete(to number: Int) -> String? {
        guard number < Self.maximumCount else { return nil }
        do throws(SQLiteFault) { try load() } catch {
            failure = error
            return nil
        }
        return number < names.count ? names[number] : nil
    }

    /// Why names could not be read, once: then a row that lacks them is not damaged.
    func takeFailure() -> SQLiteFault? {
        defer { failure = nil }
        return failure
    }

    /// Reads the names that the present snapshot holds and this table does not.
    ///
    /// Damaged ones are left out, see ``damage``. Numbers have no gaps, so that as many are taken as there are rows:
    /// the number of a damaged name is not given to another one.
    func load() throws(SQLiteFault) {
        guard let sqlite else { return }
        let table = FileTable.names
        let statement = try sqlite.prepare("\(table.select) WHERE id >= \(names.count) ORDER BY id")
        defer { statement.finalize() }
        var end = names.count
        while try statement.step() {
            end += 1
            let number = statement.int(0)
            guard table.isSound(statement), (names.count..<Self.maximumCount).contains(number) else {
                damage = table.damage(statement).answer.message
                continue
            }
            leaveOut(to: number)
            add(String(decoding: statement.bytes(2), as: UTF8.self), for: statement.int(1))
        }
        leaveOut(to: end)
    }

    private func leaveOut(to end: Int) {
        while names.count < end {
            names.append(nil)
            owners.append(Self.nobody)
        }
    }

    private func add(_ name: String, for storage: Int) {
        numbers[ByteKey(name)] = names.count
        names.append(name)
        owners.append(storage)
        if storage != Self.nobody { counts[storage, default: 0] += 1 }
    }

    /// Names of before there were quotas count for no table.
    static let nobody = 0

    // MARK: Names in JSON

    /// By number: `"name":{`, made when it is first asked for. They stay where they are.
    private var jsonHeads: [UnsafeBufferPointer<UInt8>?] = []

    deinit { for head in jsonHeads { head?.deallocate() } }

    /// The name with a number as a member's name in JSON, with the bracket that opens its value: `"name":{`. It lives
    /// as long as the table. Nil when there is no such name.
    @inline(__always)
    func jsonHead(_ number: Int) -> UnsafeBufferPointer<UInt8>? {
        if number < jsonHeads.count, let head = jsonHeads[number] { return head }
        return makeJSONHead(number)
    }

    private func makeJSONHead(_ number: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let name = name(number) else { return nil }
        var json = JSONWriter(capacity: 2 * Self.longestName)
        json.name(name)
        json.beginObject()
        let head = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: json.bytes.count)
        _ = head.initialize(from: json.bytes)
        while jsonHeads.count <= number { jsonHeads.append(nil) }
        jsonHeads[number] = UnsafeBufferPointer(head)
        return UnsafeBufferPointer(head)
    }

    // MARK: Writing

    /// The number of a name, which gets one now if it has none and may have one; nil when it is to be written out.
    ///
    /// Only for the writer, which knows all names.
    /// - Parameter storage: the table whose item has the name.
    func number(_ name: String, for storage: Int) -> Int? {
        if let number = numbers[ByteKey(name)] { return number }
        guard name.utf8.count <= Self.longestName, counts[storage, default: 0] < Self.quota,
            names.count < Self.maximumCount
        else { return nil }
        add(name, for: storage)
        return names.count - 1
    }

    /// Writes the names from this number on into the transaction.
    func save(from first: Int) throws(SQLiteFault) {
        guard let sqlite, first < names.count else { return }
        for number in first..<names.count {
            guard let name = names[number] else { continue }
            try FileTable.names.write([.int(number), .int(owners[number]), .blob(Array(name.utf8))], sqlite)
        }
    }
}
