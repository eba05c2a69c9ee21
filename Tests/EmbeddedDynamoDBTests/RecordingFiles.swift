import CSQLite
import Glibc
import Synchronization

/// What was done to the files of a folder, in order, with the moments at which something was acknowledged in between.
///
/// A power cut keeps what was synced. Of what was written afterwards it keeps anything: each write may be there or not,
/// in any order, and torn at a sector. ``image(of:cut:unsynced:)`` makes such a state.
final class FileHistory: Sendable {
    enum Event: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
        case sync
        case delete
        /// The folder was synced: what was deleted before stays deleted.
        case folderSync
        /// The test was told that this write is done.
        case acknowledged(Int)
    }

    /// What becomes of writes that were not synced.
    enum Unsynced: CaseIterable, Sendable {
        /// None is there.
        case dropped
        /// All are there.
        case kept
        /// Any may be there, in part or as a whole.
        case torn
    }

    static let sector = 512

    private let events = Mutex<[(file: String, event: Event)]>([])

    /// What makes writes and syncs fail.
    let faults = FaultPlan()

    /// How many events there are.
    var count: Int { events.withLock(\.count) }

    func record(_ file: String, _ event: Event) { events.withLock { $0.append((file, event)) } }

    func acknowledge(_ number: Int) { record("", .acknowledged(number)) }

    /// The same history without what came later.
    func upTo(_ end: Int) -> FileHistory {
        let part = FileHistory()
        let events = events.withLock { Array($0.prefix(end)) }
        part.events.withLock { $0 = events }
        return part
    }

    /// What was acknowledged before the cut.
    func acknowledged(before cut: Int) -> [Int] {
        events.withLock { $0.prefix(cut) }.compactMap { entry in
            if case .acknowledged(let number) = entry.event { number } else { nil }
        }
    }

    /// The moments of the events that a test has an interest in.
    func cuts(where isInteresting: (String, Event) -> Bool) -> [Int] {
        let events = events.withLock { $0 }
        return events.indices.filter { isInteresting(events[$0].file, events[$0].event) }
    }

    /// Whether an event is a write.
    func isWrite(_ index: Int) -> Bool {
        if case .write = events.withLock({ $0[index].event }) { true } else { false }
    }

    /// The contents of all files after a power cut at an event.
    func image(cut: Int, unsynced: Unsynced, _ random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
        let past = Array(events.withLock { $0.prefix(cut) })
        let folderSync = past.lastIndex { if case .folderSync = $0.event { true } else { false } } ?? -1
        var image: [String: [UInt8]] = [:]
        for file in Set(past.map(\.file)).sorted() where !file.isEmpty {
            let own = past.indices.filter { past[$0].file == file }
            let sync = own.last { if case .sync = past[$0].event { true } else { false } } ?? -1
            var bytes: [UInt8]? = []
            for index in own {
                let isDelete = if case .delete = past[index].event { true } else { false }
                if index < (isDelete ? folderSync : sync) {
                    Self.apply(past[index].event, to: &bytes)
                } else {
                    Self.apply(past[index].event, to: &bytes, unsynced, &random)
                }
            }
            image[file] = bytes
        }
        return image
    }

    private static func apply(_ event: Event, to bytes: inout [UInt8]?) {
        switch event {
        case .write(let offset, let data): put(data[...], at: offset, in: &bytes)
        case .truncate(let size):
            bytes = Array((bytes ?? []).prefix(size)) + Array(repeating: 0, count: max(0, size - (bytes?.count ?? 0)))
        case .delete: bytes = nil
        case .sync, .folderSync, .acknowledged: break
        }
    }

    private static func apply(
        _ event: Event, to bytes: inout [UInt8]?, _ unsynced: Unsynced, _ random: inout some RandomNumberGenerator
    ) {
        switch (unsynced, event) {
        case (.kept, _): apply(event, to: &bytes)
        case (.dropped, _): break
        case (.torn, .write(let offset, let data)):
            // A third is there, a third is lost, a third is torn: each sector for itself.
            let fate = Int.random(in: 0..<3, using: &random)
            var start = 0
            while start < data.count {
                let end = min(data.count, start + sector - (offset + start) % sector)
                let isThere = fate == 0 || fate == 1 && Bool.random(using: &random)
                if isThere { put(data[start..<end], at: offset + start, in: &bytes) }
                start = end
            }
        case (.torn, _): if Bool.random(using: &random) { apply(event, to: &bytes) }
        }
    }

    private static func put(_ data: ArraySlice<UInt8>, at offset: Int, in bytes: inout [UInt8]?) {
        var whole = bytes ?? []
        if whole.count < offset + data.count {
            whole += Array(repeating: 0, count: offset + data.count - whole.count)
        }
        whole.replaceSubrange(offset..<offset + data.count, with: data)
        bytes = whole
    }
}

/// Which of the writes and syncs of the watched files fail.
final class FaultPlan: Sendable {
    enum Operation: Sendable { case read, write, sync }

    struct Fault: Sendable {
        let operation: Operation
        let code: Int32
        /// Whether half of the bytes are written.
        var isShort = false
        /// Whether all later operations of the kind fail, too.
        var isLasting = false
    }

    private struct State {
        var fault: Fault?
        /// How many operations of the kind go well before.
        var left = 0
        var counts: [Operation: Int] = [:]
        var strikes = 0
    }

    private let state = Mutex(State())

    /// Lets the operation after so many others fail; nil for none.
    func arm(_ fault: Fault?, after count: Int = 0) {
        state.withLock { $0 = State(fault: fault, left: count) }
    }

    /// How many operations there were since the plan was made.
    func count(_ operation: Operation) -> Int { state.withLock { $0.counts[operation] ?? 0 } }

    /// How many failed.
    var strikes: Int { state.withLock { $0.strikes } }

    fileprivate func strike(_ operation: Operation) -> Fault? {
        state.withLock { state in
            state.counts[operation, default: 0] += 1
            guard let fault = state.fault, fault.operation == operation else { return nil }
            state.left -= 1
            guard state.left < 0 else { return nil }
            if !fault.isLasting { state.fault = nil }
            state.strikes += 1
            return fault
        }
    }
}

/// SQLite's way to files, with a look at what goes through for the folders that are watched; all others are opened as
/// ever.
///
/// It is put before the machine's own once for the process, so that the engine is tested as it is.
enum RecordingFiles {
    private static let watched = Mutex<[(prefix: String, history: FileHistory)]>([])

    /// Records what happens to the files of a folder that are opened from now on.
    static func watch(_ folder: String) throws -> FileHistory {
        try install()
        let history = FileHistory()
        watched.withLock { $0.append((folder + "/", history)) }
        return history
    }

    static func forget(_ folder: String) { watched.withLock { $0.removeAll { $0.prefix == folder + "/" } } }

    fileprivate static func history(of path: String) -> (FileHistory, String)? {
        watched.withLock { $0.first { path.utf8.starts(with: $0.prefix.utf8) } }.map { found in
            (found.history, String(path.utf8.dropFirst(found.prefix.utf8.count)) ?? path)
        }
    }

    struct NotInstalled: Error {}

    private static let installed: Bool = {
        guard let machine = Machine.vfs else { return false }
        let recording = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        recording.initialize(to: machine.pointee)
        recording.pointee.pNext = nil
        recording.pointee.zName = UnsafePointer(strdup("recording"))
        recording.pointee.szOsFile = Int32(RecordedFile.headSize) + machine.pointee.szOsFile
        recording.pointee.xOpen = { _, name, file, flags, outFlags in
            RecordedFile.open(name, file, flags, outFlags)
        }
        recording.pointee.xDelete = { _, name, syncsFolder in
            let code = Machine.vfs?.pointee.xDelete(Machine.vfs, name, syncsFolder) ?? SQLITE_ERROR
            if code == SQLITE_OK, let name, let (history, file) = history(of: String(cString: name)) {
                history.record(file, .delete)
                if syncsFolder != 0 { history.record("", .folderSync) }
            }
            return code
        }
        return sqlite3_vfs_register(recording, 1) == SQLITE_OK
    }()

    private static func install() throws {
        guard installed else { throw NotInstalled() }
    }
}

/// The machine's own way to files, as it was before ours was put in front.
private enum Machine {
    nonisolated(unsafe) static let vfs: UnsafeMutablePointer<sqlite3_vfs>? = sqlite3_vfs_find(nil)
}

/// A file that is recorded. SQLite hands us one block of memory: a head of ours, then the machine's own file.
private struct RecordedFile {
    var base: sqlite3_file
    var recorder: Unmanaged<Recorder>

    final class Recorder: Sendable {
        let history: FileHistory
        let file: String
        /// SQLite's Unix files sync the folder together with the first sync of a log or journal.
        let syncsFolder: Atomic<Bool>

        init(_ history: FileHistory, _ file: String, syncsFolder: Bool) {
            self.history = history
            self.file = file
            self.syncsFolder = Atomic(syncsFolder)
        }

        func sync() {
            history.record(file, .sync)
            if syncsFolder.exchange(false, ordering: .relaxed) { history.record("", .folderSync) }
        }
    }

    static let headSize = 64

    typealias Pointer = UnsafeMutablePointer<sqlite3_file>

    static func open(
        _ name: UnsafePointer<CChar>?, _ file: Pointer?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let machine = Machine.vfs, let file else { return SQLITE_ERROR }
        guard let name, let (history, short) = RecordingFiles.history(of: String(cString: name)) else {
            // Not watched: the machine's own file, in our place, with the machine's own methods.
            return machine.pointee.xOpen(machine, name, file, flags, outFlags)
        }
        file.pointee.pMethods = nil
        let code = machine.pointee.xOpen(machine, name, inner(file), flags, outFlags)
        guard inner(file).pointee.pMethods != nil else { return code }
        let isLog = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL) != 0 && flags & SQLITE_OPEN_CREATE != 0
        let recorder = Unmanaged.passRetained(Recorder(history, short, syncsFolder: isLog))
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: RecordedFile.self).initialize(
            to: RecordedFile(base: sqlite3_file(pMethods: methods), recorder: recorder))
        return code
    }

    private static func inner(_ file: Pointer) -> Pointer {
        (UnsafeMutableRawPointer(file) + headSize).assumingMemoryBound(to: sqlite3_file.self)
    }

    /// The machine's methods and its file.
    private static func through(
        _ file: Pointer?, _ body: (sqlite3_io_methods, Pointer, Recorder) -> Int32
    ) -> Int32 {
        guard let file, let methods = inner(file).pointee.pMethods else { return SQLITE_ERROR }
        let head = UnsafeMutableRawPointer(file).assumingMemoryBound(to: RecordedFile.self)
        return body(methods.pointee, inner(file), head.pointee.recorder.takeUnretainedValue())
    }

    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 3
        setFileMethods(&methods.pointee)
        setSharedMethods(&methods.pointee)
        return UnsafePointer(methods)
    }()

    private static func setFileMethods(_ methods: inout sqlite3_io_methods) {
        methods.xClose = { file in
            RecordedFile.through(file) { methods, inner, _ in
                let code = methods.xClose(inner)
                if let file {
                    UnsafeMutableRawPointer(file).assumingMemoryBound(to: RecordedFile.self).pointee.recorder.release()
                }
                return code
            }
        }
        methods.xRead = { file, buffer, count, offset in
            RecordedFile.through(file) { methods, inner, recorder in
                if let fault = recorder.history.faults.strike(.read) { return fault.code }
                return methods.xRead(inner, buffer, count, offset)
            }
        }
        methods.xWrite = { file, buffer, count, offset in
            RecordedFile.through(file) { methods, inner, recorder in
                if let fault = recorder.history.faults.strike(.write) {
                    // As a disk does that becomes full: a part is there.
                    let part = fault.isShort ? methods.xWrite(inner, buffer, count / 2, offset) : SQLITE_OK
                    return part == SQLITE_OK ? fault.code : part
                }
                let code = methods.xWrite(inner, buffer, count, offset)
                if code == SQLITE_OK, let buffer {
                    let bytes = Array(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
                    recorder.history.record(recorder.file, .write(offset: Int(offset), bytes: bytes))
                }
                return code
            }
        }
        methods.xTruncate = { file, size in
            RecordedFile.through(file) { methods, inner, recorder in
                let code = methods.xTruncate(inner, size)
                if code == SQLITE_OK { recorder.history.record(recorder.file, .truncate(size: Int(size))) }
                return code
            }
        }
        methods.xSync = { file, flags in
            RecordedFile.through(file) { methods, inner, recorder in
                if let fault = recorder.history.faults.strike(.sync) { return fault.code }
                let code = methods.xSync(inner, flags)
                if code == SQLITE_OK { recorder.sync() }
                return code
            }
        }
        methods.xFileSize = { file, size in
            RecordedFile.through(file) { methods, inner, _ in methods.xFileSize(inner, size) }
        }
        methods.xLock = { file, lock in RecordedFile.through(file) { methods, inner, _ in methods.xLock(inner, lock) } }
        methods.xUnlock = { file, lock in
            RecordedFile.through(file) { methods, inner, _ in methods.xUnlock(inner, lock) }
        }
        methods.xCheckReservedLock = { file, result in
            RecordedFile.through(file) { methods, inner, _ in methods.xCheckReservedLock(inner, result) }
        }
        methods.xFileControl = { file, code, argument in
            RecordedFile.through(file) { methods, inner, _ in methods.xFileControl(inner, code, argument) }
        }
        methods.xSectorSize = { file in RecordedFile.through(file) { methods, inner, _ in methods.xSectorSize(inner) } }
        methods.xDeviceCharacteristics = { file in
            RecordedFile.through(file) { methods, inner, _ in methods.xDeviceCharacteristics(inner) }
        }
    }

    private static func setSharedMethods(_ methods: inout sqlite3_io_methods) {
        methods.xShmMap = { file, region, size, extend, memory in
            RecordedFile.through(file) { methods, inner, _ in methods.xShmMap(inner, region, size, extend, memory) }
        }
        methods.xShmLock = { file, offset, count, flags in
            RecordedFile.through(file) { methods, inner, _ in methods.xShmLock(inner, offset, count, flags) }
        }
        methods.xShmBarrier = { file in
            _ = RecordedFile.through(file) { methods, inner, _ in
                methods.xShmBarrier(inner)
                return SQLITE_OK
            }
        }
        methods.xShmUnmap = { file, delete in
            RecordedFile.through(file) { methods, inner, _ in methods.xShmUnmap(inner, delete) }
        }
        methods.xFetch = { file, offset, count, memory in
            RecordedFile.through(file) { methods, inner, _ in methods.xFetch(inner, offset, count, memory) }
        }
        methods.xUnfetch = { file, offset, memory in
            RecordedFile.through(file) { methods, inner, _ in methods.xUnfetch(inner, offset, memory) }
        }
    }
}
