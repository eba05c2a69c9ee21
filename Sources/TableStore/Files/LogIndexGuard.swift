import Glibc
import Synchronization

/// Keeps the process alive when somebody cuts the index of the log (`-shm`) while it is in use.
///
/// SQLite maps that file into memory. A look at a page behind the end of a file that was cut is SIGBUS, which ends the
/// process. The handler puts empty memory in the place of the file's whole map, so that the look goes on, and notes the
/// loss of the index: from then on nothing is written through connections to this file, and what was read is not
/// answered (see ``TableFile/isIndexLost``), since without the index SQLite takes old pages for the present ones.
enum LogIndexGuard {
    /// A part of an index that is mapped.
    private struct Region: ~Copyable {
        /// Where it begins; 0 when the place is free.
        let start = Atomic<UInt>(0)
        let size = Atomic<Int>(0)
        /// The address of the owner's note.
        let note = Atomic<UInt>(0)
    }

    /// Regions of all files together. Each is of 4,096 frames of a log, so that this is far above what logs grow to;
    /// one that finds no place is not guarded.
    private static let capacity = 1024
    nonisolated(unsafe) private static let regions: UnsafeMutablePointer<Region> = {
        let regions = UnsafeMutablePointer<Region>.allocate(capacity: capacity)
        for place in 0..<capacity { (regions + place).initialize(to: Region()) }
        return regions
    }()
    private static let changing = Mutex(())

    /// The note whether an index is lost.
    typealias Note = UnsafeMutablePointer<Atomic<Bool>>

    /// Guards a region that SQLite has mapped; one that is guarded already stays so.
    static func add(_ start: UnsafeMutableRawPointer, size: Int, note: Note) {
        guard isInstalled else { return }
        let start = UInt(bitPattern: start)
        changing.withLock { _ in
            var free: Int?
            for place in 0..<capacity {
                let known = regions[place].start.load(ordering: .relaxed)
                if known == start { return regions[place].note.store(UInt(bitPattern: note), ordering: .releasing) }
                if known == 0, free == nil { free = place }
            }
            guard let free else { return }
            regions[free].size.store(size, ordering: .relaxed)
            regions[free].note.store(UInt(bitPattern: note), ordering: .relaxed)
            regions[free].start.store(start, ordering: .releasing)
        }
    }

    /// Guards the regions of a file no more, which SQLite has unmapped.
    static func remove(of note: Note) {
        changing.withLock { _ in
            for place in 0..<capacity where regions[place].note.load(ordering: .relaxed) == UInt(bitPattern: note) {
                regions[place].start.store(0, ordering: .releasing)
                regions[place].note.store(0, ordering: .relaxed)
            }
        }
    }

    // MARK: The handler

    nonisolated(unsafe) private static var previous = sigaction()

    /// Whether the handler is there, which it is from the first question on.
    private static let isInstalled: Bool = {
        // Everything that the handler uses is made before: it may take no lock and no memory.
        _ = replace(around: 0)
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { _, info, _ in LogIndexGuard.handle(info) }
        action.sa_flags = SA_SIGINFO
        return sigaction(SIGBUS, &action, &previous) == 0
    }()

    private static func handle(_ info: UnsafeMutablePointer<siginfo_t>?) {
        let kept = errno
        defer { errno = kept }
        if let info, info.pointee.si_code > 0,
            replace(around: UInt(bitPattern: info.pointee._sifields._sigfault.si_addr))
        {
            return
        }
        // Not ours: as if there were no handler. A look at memory comes again, what somebody sent does not.
        sigaction(SIGBUS, &previous, nil)
        if let info, info.pointee.si_code <= 0 { raise(SIGBUS) }
    }

    /// Puts empty memory in the place of the map that an address is in; false when it is in none of ours.
    private static func replace(around address: UInt) -> Bool {
        var note: UInt = 0
        for place in 0..<capacity {
            let start = regions[place].start.load(ordering: .acquiring)
            guard start != 0, address >= start else { continue }
            guard address - start < UInt(regions[place].size.load(ordering: .relaxed)) else { continue }
            note = regions[place].note.load(ordering: .relaxed)
        }
        guard let owner = Note(bitPattern: note) else { return false }
        owner.pointee.store(true, ordering: .releasing)
        for place in 0..<capacity where regions[place].note.load(ordering: .relaxed) == note {
            let start = UnsafeMutableRawPointer(bitPattern: regions[place].start.load(ordering: .acquiring))
            let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED
            let size = regions[place].size.load(ordering: .relaxed)
            guard let start, mmap(start, size, PROT_READ | PROT_WRITE, flags, -1, 0) != MAP_FAILED else { return false }
        }
        return true
    }
}
