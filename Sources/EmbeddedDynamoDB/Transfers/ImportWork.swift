import DynamoModel
import Glibc
import JSONText
import TableStore

/// An import under way: the objects of a bucket are read in the order of their keys, and their items put into the new
/// table in small transactions, each with how far the import is, so that it goes on there after a restart.
struct ImportWork {
    private let store: Store
    private let folder: BucketFolder
    private let columns: ColumnTypes
    private(set) var record: ImportRecord
    private var keys: ArraySlice<String>
    private var reader: ObjectReader?
    private let log: FaultLog

    /// Items and bytes that are put in one transaction: callers' writes wait for it.
    private static let itemsAtATime = 100
    private static let bytesAtATime = 128 * 1024

    /// Begins an import, or goes on with it.
    init(_ store: Store, _ folder: BucketFolder, _ record: ImportRecord) throws(TransferStop) {
        (self.store, self.folder, self.record) = (store, folder, record)
        columns = ColumnTypes(record.request.table)
        let place = record.request.place
        guard folder.hasBucket(place.bucket) else { throw .noBucket(place.bucket, folder.bucket(place.bucket)) }
        let found = try folder.keys(place.bucket, prefix: place.prefix ?? "")
        keys = found[...].drop { key in record.progress.object.map { key.compareBytes(with: $0) < 0 } ?? false }
        log = FaultLog(folder.work(record.id, ".errors.jsonl"), size: record.progress.logSize)
        try folder.prepareWork()
    }

    /// One item as it is put.
    private struct Row: Sendable {
        let item: Item
        let size: Int
        let key: KeyBytes
    }

    /// Reads and puts some items.
    ///
    /// - Returns: whether all were put.
    mutating func step() async throws(TransferStop) -> Bool {
        guard let table = store.table(id: record.table) else { throw Self.tableIsGone(record) }
        var (rows, bytes, next) = ([Row](), 0, record)
        while rows.count < Self.itemsAtATime, bytes < Self.bytesAtATime,
            next.progress.counts.errors - record.progress.counts.errors < 100
        {
            guard let entry = try read(&next) else { break }
            next.progress.counts.processed += 1
            next.progress.position += 1
            do throws(RowFault) {
                let row = try Self.row(entry, table)
                rows.append(row)
                bytes += row.size
                next.progress.counts.imported += 1
            } catch {
                next.progress.counts.errors += 1
                try log.add(next, error.reason)
            }
        }
        next.progress.logSize = log.size
        next.progress.isRead = keys.isEmpty && reader == nil
        record = try await Self.commit(rows, memory: bytes, next, store)
        return record.progress.isRead
    }

    /// The next entry of the objects; nil after the last.
    private mutating func read(_ next: inout ImportRecord) throws(TransferStop) -> ObjectReader.Entry? {
        while let key = keys.first {
            if reader == nil { reader = try open(key, &next) }
            if let entry = try reader?.next() { return entry }
            next.progress.counts.bytes += reader?.bytes ?? 0
            reader = nil
            keys.removeFirst()
        }
        return nil
    }

    /// Opens an object, and passes over what was put already.
    private func open(_ key: String, _ next: inout ImportRecord) throws(TransferStop) -> ObjectReader {
        var reader = try ObjectReader(
            "\(folder.bucket(record.request.place.bucket))/\(key)", record.request, columns)
        if next.progress.object.map({ $0.hasSameBytes(as: key) }) ?? false {
            for _ in 0..<next.progress.position { _ = try reader.next() }
        } else {
            (next.progress.object, next.progress.position) = (key, 0)
        }
        return reader
    }

    private struct RowFault: Error { let reason: String }

    /// The row of an entry, by the rules of PutItem.
    private static func row(_ entry: ObjectReader.Entry, _ table: TableInfo) throws(RowFault) -> Row {
        switch entry {
        case .fault(let reason, _): throw RowFault(reason: reason)
        case .item(let item):
            do throws(EngineFault) {
                let key = try KeyRules.rowKey(ofItem: item, table.layout)
                let size = item.itemSize
                try KeyRules.check(item, size: size, table: table)
                return Row(item: item, size: size, key: key)
            } catch {
                throw RowFault(reason: error.answer.message)
            }
        }
    }

    private static func commit(
        _ rows: [Row], memory: Int, _ record: ImportRecord, _ store: Store
    ) async throws(TransferStop) -> ImportRecord {
        do throws(DynamoDBError) {
            let isThere = try await store.write(memory: memory) { (writer) throws(EngineFault) -> Bool in
                guard let table = writer.state.catalog.byId[record.table] else { return false }
                for row in rows { try writer.put(imported: row.item, size: row.size, at: row.key, of: table) }
                try writer.save(record.progress.stored, as: .importProgress, record.id)
                if record.progress.isRead { try writer.endImport(into: record.table) }
                return true
            }
            guard isThere else { throw DynamoDBError(.tableNotFound, "") }
        } catch {
            throw error.code == .tableNotFound ? tableIsGone(record) : .again(error)
        }
        return record
    }

    static func tableIsGone(_ record: ImportRecord) -> TransferStop {
        .failed(
            TransferFailure(code: "ResourceNotFound", message: "The table \(record.tableName) was deleted meanwhile"))
    }

    /// How the import ended, once the table can be used.
    func outcome() -> TransferFailure? {
        guard record.progress.counts.errors > 0 else { return nil }
        return TransferFailure(
            code: "ItemValidationError",
            message: "Some of the items failed validation checks: the first are listed in \(log.path)")
    }
}

/// The first faults of an import, a line of JSON each, which the service writes to CloudWatch.
private final class FaultLog: @unchecked Sendable {
    let path: String
    private(set) var size: Int
    private var isOpen = false

    /// The service logs no more.
    private static let mostLines = 10_000

    /// - Parameter size: what an earlier process wrote; what follows is written again.
    init(_ path: String, size: Int) { (self.path, self.size) = (path, size) }

    func add(_ record: ImportRecord, _ reason: String) throws(TransferStop) {
        guard record.progress.counts.errors <= Self.mostLines else { return }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("object")
        writer.string(record.progress.object ?? "")
        writer.name("item")
        writer.integer(record.progress.position)
        writer.name("error")
        writer.string(reason)
        writer.endObject()
        let line = writer.bytes + [UInt8(ascii: "\n")]
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system(path: path, "cannot be opened") }
        defer { close(file) }
        guard ftruncate(file, off_t(size)) == 0, PlainFile.write(line[...], file, at: size) else {
            throw .system(path: path, "cannot be written")
        }
        size += line.count
    }
}
