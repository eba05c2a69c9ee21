import CivilTime
import Compression
import Digests
import DynamoExpressions
import DynamoModel
import Glibc
import ItemFiles
import TableStore

extension ExportRecord {
    /// The key of the manifest of the export.
    var summaryKey: String { "\(folderKey)/\(ExportLayout.summaryName)" }
    /// The key of the manifest of files.
    var filesKey: String { "\(folderKey)/\(ExportLayout.filesName)" }
    /// The key of the data file.
    var dataKey: String {
        let isIncremental = if case .changes = scope { true } else { false }
        let folder = ExportLayout.dataKey(of: id, prefix: request.place.prefix, isIncremental: isIncremental)
        return "\(folder)/\(dataName)\(ExportLayout.dataSuffix(format))"
    }
    /// The form of the data file's lines.
    var format: TransferFormat { request.format ?? .json }
    private var folderKey: String { ExportLayout.key(of: id, prefix: request.place.prefix) }
    /// The key of the file that shows that the export has begun.
    var startedKey: String { "\(folderKey)/\(ExportLayout.startedName)" }
}

/// An export under way: lines of the table's items are appended to a data file, which is called `.partial` until it is
/// whole, on the disk and verified; then come the manifests, the summary last.
///
/// What was written survives the end of the process, and the next one goes on after the last commit of
/// ``ExportScratch``.
struct ExportWork {
    private let store: Store
    private let folder: BucketFolder
    private let record: ExportRecord
    private let keyNames: [String]
    private let selection: ExportSelection
    private let scratch: ExportScratch
    private let file: DataFile
    private var reader: ExportReader
    /// Entries that were read and not looked at: the filter took long.
    private var pending: ArraySlice<ExportReader.Entry> = []
    /// Lines that are not in the data file.
    private var block = Block()
    /// What the filter took in the last step, in steps of evaluation.
    private(set) var spent = 0
    private var uncommitted = 0
    /// What was read and not exported since the last commit, as `step` counts it.
    private var uncommittedPassed = 0

    /// Lines with the number of their items, and the items' size.
    private struct Block {
        var lines: [UInt8] = []
        var items = 0
        var bytes = 0
    }

    /// What a filter may take in a step, besides the last item that it judges: see ``EvaluationBudget``.
    static let evaluationAtATime = 1 << 20
    /// Steps of evaluation that count like a byte that is passed over.
    private static let evaluationOfAByte = 16
    /// Bytes of lines that are compressed at a time; those of items that are passed over count like them.
    private static let linesAtATime = 1 << 20
    /// Bytes of the data file between two commits: so much is written again after a power cut.
    private static let bytesBetweenCommits = 16 << 20
    /// Bytes of items that are passed over between two commits: so much is read again after a power cut.
    private static let passedBetweenCommits = 256 << 20
    /// What a page that gives no entries counts for.
    private static let emptyPage = 64 << 10
    /// What an item that is passed over costs besides its bytes.
    private static let itemCost = 100

    private static let scratchSuffix = ".export"

    /// Begins an export, or goes on with it.
    ///
    /// - Parameter table: the table that is exported.
    init(_ store: Store, _ folder: BucketFolder, _ record: ExportRecord, of table: TableInfo) throws(TransferStop) {
        (self.store, self.folder, self.record) = (store, folder, record)
        keyNames = table.definition.keySchema.map(\.attributeName)
        do throws(EngineFault) {
            selection =
                if let filter = record.request.filter { try ExportSelection(filter, table) } else { .all }
        } catch {
            throw TransferStop(error)
        }
        let bucket = record.request.place.bucket
        guard folder.hasBucket(bucket) else { throw .noBucket(bucket, folder.bucket(bucket)) }
        try folder.makeFolders(bucket, of: record.startedKey)
        try folder.makeFolders(bucket, of: record.dataKey)
        let started = "\(folder.bucket(bucket))/\(record.startedKey)"
        guard PlainFile.replace(started, with: []) else { throw .system(path: started, "cannot be written") }
        try folder.prepareWork()
        let path = "\(folder.bucket(bucket))/\(record.dataKey)"
        (scratch, file, reader) = try Self.open(store, folder, record, path)
    }

    /// Opens what an earlier process left. What does not fit together is begun again.
    private static func open(
        _ store: Store, _ folder: BucketFolder, _ record: ExportRecord, _ path: String
    ) throws(TransferStop) -> (ExportScratch, DataFile, ExportReader) {
        let file = try DataFile(path)
        do throws(EngineFault) {
            let scratch = try scratch(folder, record, fileSize: file.size)
            let progress = try scratch.progress()
            guard file.cut(to: progress.fileSize) else { throw EngineFault.request(file.fault("cannot be cut")) }
            return (scratch, file, ExportReader(store, table: record.table, record.scope, scratch, from: progress))
        } catch {
            throw TransferStop(error)
        }
    }

    /// What an earlier process knew, unless it is damaged, or the data file holds less than it says.
    private static func scratch(
        _ folder: BucketFolder, _ record: ExportRecord, fileSize: Int
    ) throws(EngineFault) -> ExportScratch {
        let path = folder.work(record.id, scratchSuffix)
        if let known = try? ExportScratch(path: path), let progress = try? known.progress(),
            progress.fileSize <= fileSize
        {
            return known
        }
        removeScratch(folder, record)
        return try ExportScratch(path: path)
    }

    static func removeScratch(_ folder: BucketFolder, _ record: ExportRecord) {
        for end in ["", "-journal", "-wal", "-shm"] { unlink(folder.work(record.id, scratchSuffix) + end) }
    }

    /// Reads some entries: until lines and what was passed over are a mebibyte, or the filter has taken its part.
    ///
    /// - Returns: whether all items are in the data file.
    mutating func step() throws(TransferStop) -> Bool {
        var budget = EvaluationBudget()
        var (passed, isAtEnd) = (0, false)
        do throws(EngineFault) {
            while block.lines.count + passed < Self.linesAtATime, budget.spent < Self.evaluationAtATime {
                if pending.isEmpty {
                    if isCommitDue { break }
                    guard let entries = try reader.next() else {
                        isAtEnd = true
                        break
                    }
                    if entries.isEmpty {
                        // A page of changes that leave no trace.
                        passed += Self.emptyPage
                        break
                    }
                    pending = entries[...]
                }
                passed += append(&budget)
            }
        } catch {
            throw TransferStop(error)
        }
        spent = budget.spent
        uncommittedPassed += passed + spent / Self.evaluationOfAByte
        let commits = pending.isEmpty && (isAtEnd || isCommitDue)
        if commits || block.lines.count >= Self.linesAtATime { try write() }
        if commits || (pending.isEmpty && isCommitDue) { try commit() }
        return isAtEnd
    }

    private var isCommitDue: Bool {
        uncommitted >= Self.bytesBetweenCommits || uncommittedPassed >= Self.passedBetweenCommits
    }

    /// Appends the lines of entries that were read, until the filter has taken its part.
    ///
    /// - Returns: what was passed over, as `step` counts it.
    private mutating func append(_ budget: inout EvaluationBudget) -> Int {
        var passed = 0
        while budget.spent < Self.evaluationAtATime, let entry = pending.popFirst() {
            if let size = append(entry, &budget) {
                block.bytes += size
                block.items += 1
            } else {
                passed += Self.itemCost + ((entry.new ?? entry.old)?.itemSize ?? 0)
            }
        }
        return passed
    }

    /// Appends the line of an entry.
    ///
    /// - Returns: the size of the item; nil when the entry is not exported.
    private mutating func append(_ entry: ExportReader.Entry, _ budget: inout EvaluationBudget) -> Int? {
        guard case .changes = record.scope else {
            guard let item = entry.new, selection.takes(item, &budget) else { return nil }
            ItemLine.append(selection.shown(item), as: record.format, to: &block.lines)
            return item.itemSize
        }
        // What an item was may have been selected as well as what it is.
        guard let known = entry.new ?? entry.old,
            [entry.new, entry.old].contains(where: { $0.map { selection.takes($0, &budget) } ?? false })
        else { return nil }
        let showsOld = record.request.increment?.view != .newImage
        let change = ExportedChange(
            time: entry.time * 1000, key: known.projected(to: keyNames),
            old: showsOld ? entry.old.map(selection.shown) : nil, new: entry.new.map(selection.shown))
        ItemLine.append(change, as: record.format, to: &block.lines)
        return known.itemSize
    }

    /// Puts the lines into the data file.
    private mutating func write() throws(TransferStop) {
        if !block.lines.isEmpty {
            let packed = Gzip.compress(block.lines)
            guard file.append(packed) else { throw .again(file.fault("cannot be written")) }
            uncommitted += packed.count
        }
        reader.note(fileSize: file.size, items: block.items, bytes: block.bytes)
        block = Block()
    }

    private mutating func commit() throws(TransferStop) {
        guard file.synchronize() else { throw .again(file.fault("cannot be synced")) }
        do throws(EngineFault) { try scratch.commit(reader.progress) } catch { throw TransferStop(error) }
        (uncommitted, uncommittedPassed) = (0, 0)
    }

    /// Begins to verify the data file, which is whole.
    func verification() throws(TransferStop) -> DataFileVerification {
        let progress = reader.progress
        if progress.items == 0, file.size == 0, !file.append(Gzip.compress([])) {
            throw .again(file.fault("cannot be written"))
        }
        return try DataFileVerification(file, lines: progress.items)
    }

    /// Verifies some of the data file.
    ///
    /// - Returns: the digest of the file once all of it is verified.
    func step(_ verification: inout DataFileVerification) throws(TransferStop) -> MD5Sum? {
        do throws(TransferStop) { return try verification.step() } catch {
            // What is on the disk is not what was written: the next try begins again.
            Self.removeScratch(folder, record)
            throw error
        }
    }

    /// Gives the verified data file its name, and writes the manifests.
    ///
    /// - Parameter place: what names in the manifests begin with.
    /// - Returns: the record of the complete export.
    func finish(_ digest: MD5Sum, _ place: ResourcePlace, ended: Int) throws(TransferStop) -> ExportRecord {
        let progress = reader.progress
        guard file.publish() else { throw .again(file.fault("cannot get its name")) }
        var done = record
        (done.status, done.ended, done.items, done.bytes) = (.completed, ended, progress.items, progress.bytes)
        let listed = ExportedFile(key: record.dataKey, itemCount: progress.items, md5: digest)
        try write(listed.line, as: record.filesKey)
        try write(done.summary(place).json, as: record.summaryKey)
        return done
    }

    /// Writes a manifest, after the file with its checksum.
    private func write(_ bytes: [UInt8], as key: String) throws(TransferStop) {
        let path = "\(folder.bucket(record.request.place.bucket))/\(key)"
        let sum = MD5Sum(digest: MD5.hash(bytes)).description
        for (path, bytes) in [(ExportLayout.checksumName(of: path), Array(sum.utf8)), (path, bytes)] {
            guard PlainFile.replace(path, with: bytes) else { throw .system(path: path, "cannot be written") }
        }
    }
}

extension ExportRecord {
    fileprivate func summary(_ place: ResourcePlace) -> ExportSummary {
        let shown = description(place).request
        func text(_ milliseconds: Int) -> String { Timestamp.text(milliseconds: milliseconds) + "Z" }
        return ExportSummary(
            arn: place.export(id, of: tableName), started: text(started), ended: text(ended ?? started),
            tableArn: place.table(tableName), tableId: tableId, time: shown.increment == nil ? text(time) : nil,
            increment: shown.increment.map { increment in
                (
                    text(Timestamp.milliseconds(increment.from ?? 0)), text(time),
                    (increment.view ?? .newAndOldImages).rawValue
                )
            }, bucket: request.place.bucket, prefix: request.place.prefix,
            encryption: (request.encryption.algorithm, request.encryption.keyId), filesKey: filesKey,
            billedSizeBytes: bytes ?? 0, itemCount: items ?? 0, format: format)
    }
}
