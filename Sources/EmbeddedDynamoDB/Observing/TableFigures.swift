import DynamoModel
import Glibc
import TableStore

/// How large a table is, and what goes on in its file.
public struct TableFigures: Sendable, Equatable {
    /// The items of the table.
    public var items = 0
    /// Their size by DynamoDB's counting, in bytes.
    public var bytes = 0
    /// The size of the entries of all indexes by DynamoDB's counting, in bytes.
    public var indexBytes = 0
    /// Indexes that are being filled.
    public var indexesBeingFilled = 0
    /// Tasks of the background in the file, of all its tables: under way, or waiting for their turn.
    public var backgroundTasks = 0
    /// The size of the file and of its log on the disk, in bytes; 0 in memory.
    public var fileBytes = 0
    /// See ``fileBytes``.
    public var logBytes = 0
}

extension TableEngine {
    /// The figures of a table, as of the last commit; nil when it is not there or cannot be read.
    ///
    /// A few point reads on the caller's thread.
    public func figures(of tableName: String) -> TableFigures? {
        guard let table = store.table(tableName) else { return nil }
        return try? read(table) { (connection) throws(EngineFault) in
            let counters = try connection.counters([table.id] + table.indexes.map(\.id))
            var figures = TableFigures()
            figures.items = counters[table.id]?.items ?? 0
            figures.bytes = counters[table.id]?.bytes ?? 0
            figures.indexBytes = table.indexes.reduce(0) { $0 + (counters[$1.id]?.bytes ?? 0) }
            figures.indexesBeingFilled = table.indexes.count { !$0.isActive }
            figures.backgroundTasks = try connection.taskCount()
            figures.fileBytes = Self.size(of: store.path)
            figures.logBytes = Self.size(of: store.path + "-wal")
            return figures
        }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
