import DynamoModel
import Glibc
import TableStore

/// The folder with the files of backups: `TABLE/ID.backup`, and `TABLE/ID.partial` of those that are being made.
struct BackupFolder: Sendable {
    let path: String

    private static let suffix = ".backup"

    /// A backup as it lies in the folder.
    struct Entry: Sendable {
        let header: BackupHeader
        /// The file's size in bytes.
        let size: Int
        let isComplete: Bool
    }

    /// The file of a backup, without a suffix; nil for an id that none has.
    private func stem(_ id: String, of table: String) -> String? {
        func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard !id.isEmpty, id.utf8.allSatisfy(isPlain), (try? SchemaRules.checkName(table, "tableName")) != nil,
            table.utf8.contains(where: { $0 != UInt8(ascii: ".") })
        else { return nil }
        return "\(path)/\(table)/\(id)"
    }

    /// The file of a backup of a table; nil for names that none has.
    func file(_ id: String, of table: String) -> String? { stem(id, of: table).map { $0 + Self.suffix } }

    /// Makes the folder of a table's backups.
    func prepare(for table: String) throws(DynamoDBError) {
        for folder in [path, "\(path)/\(table)"] where !PlainFile.makeFolder(folder) {
            throw DynamoDBError(
                .serviceUnavailable,
                "The backup failed, nothing was done: the folder \(folder) cannot be made: \(error)")
        }
    }

    private var error: String { String(cString: strerror(errno)) }

    /// The backup with an id; nil without such a file. One whose beginning is damaged is an error.
    func entry(_ id: String, of table: String) throws(DynamoDBError) -> Entry? {
        guard let file = file(id, of: table) else { return nil }
        // A draft that has gone after the first look got its name, or was removed: the name decides.
        for (name, isComplete) in [(file, true), (file + BackupDraft.suffix, false), (file, true)] {
            var status = stat()
            guard stat(name, &status) == 0 else { continue }
            let header: BackupHeader
            do throws(BackupFault) { header = try BackupFile.header(of: name) } catch {
                if !isComplete { continue }
                throw error.answer
            }
            return Entry(header: header, size: Int(status.st_size), isComplete: isComplete)
        }
        return nil
    }

    /// The backups of a table, or of all. Files that are none are left out.
    func entries(of table: String?) -> [Entry] {
        var entries: [Entry] = []
        for name in table.map({ [$0] }) ?? Self.names(in: path) {
            for file in Self.names(in: "\(path)/\(name)") {
                let id = file.utf8.prefix { $0 != UInt8(ascii: ".") }
                guard let entry = try? entry(String(id) ?? "", of: name),
                    file.utf8.elementsEqual(
                        (entry.header.id + Self.suffix + (entry.isComplete ? "" : BackupDraft.suffix)).utf8)
                else { continue }
                entries.append(entry)
            }
        }
        return entries
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.utf8.first != UInt8(ascii: ".") { names.append(name) }
        }
        return names.sorted { $0.compareBytes(with: $1) < 0 }
    }

    /// Removes the file of a backup, whole or not.
    func remove(_ id: String, of table: String) throws(DynamoDBError) {
        guard let file = file(id, of: table) else { return }
        for name in [file, file + BackupDraft.suffix] where unlink(name) != 0 && errno != ENOENT {
            throw DynamoDBError(.serviceUnavailable, "Nothing was done: \(name) cannot be removed: \(error)")
        }
    }
}
