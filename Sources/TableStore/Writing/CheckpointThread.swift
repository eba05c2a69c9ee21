import CSQLite
import Threads

/// Copies the log into the file on a thread and a connection of its own, while the writer goes on.
///
/// SQLite's passive checkpoint takes what was committed when it began and waits for nobody. Frames that the writer adds
/// meanwhile are left: so that the log can begin again, the writer copies the last few itself (``Checkpoints``).
///
/// **A copy begins only while frames are left that are not copied**, and nothing else copies until it has ended. SQLite
/// before 3.51.3 damages a file when a checkpoint begins on a log that is all copied just as a commit begins that log
/// again (sqlite.org/wal.html, "The WAL-Reset Bug").
final class CheckpointThread: @unchecked Sendable {
    private let monitor = Monitor()
    // Guarded by the monitor.
    private var isWanted = false
    private var isRunning = false
    private var isStopping = false
    private var hasThread = false
    private var copied = 0
    private var fault: SQLiteFault?

    private let open: @Sendable () throws(SQLiteFault) -> SQLiteConnection

    /// - Parameter open: opens the connection that copies; called on the thread at the first copy.
    init(open: @escaping @Sendable () throws(SQLiteFault) -> SQLiteConnection) { self.open = open }

    /// Begins a copy of what is committed; nothing when one is under way.
    ///
    /// - Returns: false when the system has no room for the thread.
    func begin() -> Bool {
        monitor.lock()
        defer { monitor.unlock() }
        guard !isStopping, !isWanted, !isRunning else { return true }
        if !hasThread {
            guard DetachedThread.start(name: "table-log", priority: .low, { self.work() }) == 0 else { return false }
            hasThread = true
        }
        isWanted = true
        monitor.broadcast()
        return true
    }

    /// How many frames of the log the last copy has left in the file; nil while one is under way.
    ///
    /// - Throws: why the last copy failed, once.
    func copiedFrames() throws(SQLiteFault) -> Int? {
        monitor.lock()
        defer { monitor.unlock() }
        if let fault {
            self.fault = nil
            throw fault
        }
        return isWanted || isRunning ? nil : copied
    }

    /// Waits until no copy is under way.
    func waitUntilIdle() {
        monitor.lock()
        while isWanted || isRunning { monitor.wait() }
        monitor.unlock()
    }

    /// Waits for the copy that is under way, and ends the thread, which closes its connection.
    func stop() {
        monitor.lock()
        isStopping = true
        monitor.broadcast()
        while hasThread { monitor.wait() }
        monitor.unlock()
    }

    private func work() {
        var connection: SQLiteConnection?
        while next() {
            let outcome = copy(with: &connection)
            monitor.lock()
            switch outcome {
            case .success(let frames): copied = frames ?? copied
            case .failure(let problem): fault = problem
            }
            isRunning = false
            monitor.broadcast()
            monitor.unlock()
        }
        connection?.close()
        monitor.lock()
        hasThread = false
        monitor.broadcast()
        monitor.unlock()
    }

    private func next() -> Bool {
        monitor.lock()
        defer { monitor.unlock() }
        while !isWanted && !isStopping { monitor.wait() }
        guard isWanted else { return false }
        (isWanted, isRunning) = (false, true)
        return true
    }

    private func copy(with slot: inout SQLiteConnection?) -> Result<Int?, SQLiteFault> {
        do throws(SQLiteFault) {
            if slot == nil { slot = try open() }
            return .success(try slot?.checkpoint(SQLITE_CHECKPOINT_PASSIVE)?.copied)
        } catch {
            return .failure(error)
        }
    }
}
