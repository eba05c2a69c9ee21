import CSQLite
import DynamoModel
import Glibc
import Synchronization
import Threads

/// The one thread that writes: it takes what is queued, does it in one transaction, and answers after COMMIT.
///
/// - A job that DynamoDB's rules refuse throws before it has written anything, and leaves no trace in the transaction.
/// - When SQLite fails in the middle, the transaction is rolled back, and the jobs are tried once more one by one, so
///   that one cannot spoil the others; one that fails then gets `serviceUnavailable`, certainly not done.
/// - When COMMIT fails, nobody knows what is on disk: all get `internalServerError`, and writing stops for good.
///   (A full disk is no such case: then the commit's last page was not written.)
final class WriterThread: @unchecked Sendable {

    private let monitor = Monitor()
    // Guarded by the monitor.
    private var queue: [WriteJob] = []
    /// The memory that the jobs in the queue take, in bytes.
    private var queuedBytes = 0
    private var isStopping = false
    /// Why writing has stopped for good: a commit failed.
    private var fatal: String?
    /// Why the last transaction that wrote found no room; nil when it did.
    private var shortage: String?
    private var afterStop: [UnsafeContinuation<Void, Never>] = []
    private var isStopped = false

    private let writer: Writer
    private let pool: ReaderPool
    private let options: StoreOptions
    /// The connection is the readers' as well (in memory): it is taken from them for each transaction.
    private let isShared: Bool
    private let publish: @Sendable (Catalog) -> Void
    private let atEnd: @Sendable () -> Void
    /// Watches over the database's files; nil in memory.
    private var presence: FilePresence?
    private var checkpoints: Checkpoints
    private var schedule = MaintenanceSchedule<MaintenanceID>()

    init(
        writer: Writer, pool: ReaderPool, options: StoreOptions, isShared: Bool, presence: FilePresence?,
        openCopier: @escaping @Sendable () throws(SQLiteFault) -> SQLiteConnection,
        publish: @escaping @Sendable (Catalog) -> Void, atEnd: @escaping @Sendable () -> Void
    ) {
        self.writer = writer
        self.pool = pool
        self.options = options
        self.isShared = isShared
        self.presence = presence
        self.publish = publish
        self.atEnd = atEnd
        checkpoints = Checkpoints(options, CheckpointThread(open: openCopier))
    }

    /// Starts the thread, which keeps this object alive until it ends.
    func start() throws(StoreError) {
        let code = DetachedThread.start(name: "table-writer") { self.work() }
        guard code == 0 else {
            throw .cannotOpen(path: "", reason: "the writer's thread cannot start: \(String(cString: strerror(code)))")
        }
    }

    // MARK: From any thread

    /// Queues a write and waits until it is on disk.
    func submit<Result: Sendable>(
        memory: Int, _ work: @escaping TypedWriteJob<Result>.Work
    ) async throws(DynamoDBError) -> Result {
        let result: Swift.Result<Result, DynamoDBError> = await withUnsafeContinuation { waiter in
            enqueue(TypedWriteJob(work, memory: memory, waiter))
        }
        return try result.get()
    }

    private func enqueue(_ job: WriteJob) {
        monitor.lock()
        let refusal = refusal(of: job)
        if refusal == nil {
            queue.append(job)
            queuedBytes += job.memory
        }
        monitor.unlock()
        if let refusal { job.fail(refusal) } else { monitor.signal() }
    }

    private func refusal(of job: WriteJob) -> DynamoDBError? {
        if isStopping { return DynamoDBError(.serviceUnavailable, "The table is closed") }
        if fatal != nil { return Self.writingHasStopped }
        if queue.count >= options.queuedWrites {
            return DynamoDBError(.throttling, "Too many writes are waiting (\(options.queuedWrites)); try again")
        }
        guard !queue.isEmpty, queuedBytes + job.memory > options.queuedBytes else { return nil }
        return DynamoDBError(.throttling, "The writes that are waiting take \(queuedBytes) bytes; try again")
    }

    private static let writingHasStopped = DynamoDBError(
        .serviceUnavailable, "Writing has stopped since the storage failed")

    /// How many writes wait for their turn.
    var waitingWrites: Int {
        monitor.lock()
        defer { monitor.unlock() }
        return queue.count
    }

    /// Why writing has stopped, if a commit failed.
    var failure: String? {
        monitor.lock()
        defer { monitor.unlock() }
        return fatal
    }

    /// Why the last transaction that wrote found no room; nil when it did.
    var lastShortage: String? {
        monitor.lock()
        defer { monitor.unlock() }
        return shortage
    }

    private func noteRoom(_ reason: String?) {
        monitor.lock()
        shortage = reason
        monitor.unlock()
    }

    /// Takes no more writes; those that are queued are done.
    func stop() {
        monitor.lock()
        isStopping = true
        monitor.unlock()
        monitor.broadcast()
    }

    /// Stops, and waits for the end of the thread.
    func stopAndWait() async {
        stop()
        await withUnsafeContinuation { (waiter: UnsafeContinuation<Void, Never>) in
            monitor.lock()
            let ended = isStopped
            if !ended { afterStop.append(waiter) }
            monitor.unlock()
            if ended { waiter.resume() }
        }
    }

    // MARK: The thread

    private func work() {
        while let batch = next() {
            if !batch.isEmpty { lastWrite = now }
            writer.isBusy = now - lastWrite < Self.busyTime
            if batch.isEmpty { watchFiles() } else { run(batch) }
            if writer.hasMaintenance { maintain() }
        }
        finish()
    }

    /// How long after a write of callers more of them are to be expected, in milliseconds.
    private static let busyTime = 200
    /// When callers' writes came last; only the thread looks at it.
    private var lastWrite = -WriterThread.busyTime

    /// How long the thread waits for jobs before it makes sure that its files are there, in milliseconds.
    private static let watchInterval = 1000

    /// The next jobs, none when only a task of the background or a check of the files is due; nil when the thread is to
    /// end.
    private func next() -> [WriteJob]? {
        monitor.lock()
        defer { monitor.unlock() }
        while queue.isEmpty {
            if isStopping { return nil }
            let pauses = [
                fatal == nil ? schedule.pause(of: writer.maintenance, now: now) : nil,
                fatal == nil && presence != nil ? Self.watchInterval : nil,
            ]
            guard let pause = pauses.compactMap({ $0 }).min() else {
                monitor.wait()
                continue
            }
            if pause == 0 || !monitor.wait(milliseconds: pause) { return [] }
        }
        guard queue.count > options.writesPerCommit else {
            defer { (queue, queuedBytes) = ([], 0) }
            return queue
        }
        let batch = Array(queue[..<options.writesPerCommit])
        queue.removeFirst(options.writesPerCommit)
        queuedBytes -= batch.reduce(0) { $0 + $1.memory }
        return batch
    }

    private func run(_ batch: [WriteJob]) {
        if let refusal = refusalByLog() {
            for job in batch { job.fail(refusal) }
            return
        }
        switch transact({ (writer) throws(EngineFault) in for job in batch { try job.run(writer) } }) {
        case .committed:
            for job in batch { job.finish() }
            afterCommit()
        case .undone(let fault):
            guard batch.count > 1 else { return batch[0].fail(fault.answer) }
            for job in batch { run([job]) }
        case .unknown(let reason): stopForGood(reason, batch)
        case .refused(let error):
            for job in batch { job.fail(error) }
        }
    }

    /// Why the log is too long for another write; it is tried to cut it first.
    private func refusalByLog() -> DynamoDBError? {
        do throws(SQLiteFault) {
            return try checkpoints.refusal(writer, pool)
        } catch {
            checkpointFailed(error)
            return fatal == nil ? EngineFault.storage(error).answer : Self.writingHasStopped
        }
    }

    /// Milliseconds of a clock that does not step.
    private var now: Int { Int(options.steadyClock() * 1000) }

    /// Does one step of the task whose turn it is.
    private func maintain() {
        let tasks = writer.maintenance
        schedule.keep(tasks)
        guard failure == nil, let task = schedule.next(of: tasks, now: now) else { return }
        var left = StepOutcome.more
        switch transact({ (writer) throws(EngineFault) in left = try writer.step(task) }) {
        case .committed:
            if case .idle(let rest) = left {
                schedule.succeeded(task, restingFor: rest, now: now)
            } else {
                schedule.succeeded(task, now: now)
            }
            if task.kind == .emptying, left == .done { pool.forget(task.subject) }
            reportExpired()
            afterCommit()
        case .undone(let fault): rest(task, fault.cause)
        case .refused(let error): rest(task, error.message)
        case .unknown(let reason): stopForGood(reason, [])
        }
    }

    private func reportExpired() {
        for (table, count) in writer.state.expired { options.onExpiry?(table, count) }
        writer.state.expired = [:]
    }

    private func rest(_ task: MaintenanceID, _ reason: String) {
        guard schedule.failed(task, reason, now: now) else { return }
        options.onMaintenanceFailure?("\(task): \(reason)")
    }

    private enum Outcome {
        case committed
        case undone(EngineFault)
        /// Nobody knows what is on disk; why.
        case unknown(String)
        case refused(DynamoDBError)
    }

    /// Runs `body` in one transaction.
    private func transact(_ body: (Writer) throws(EngineFault) -> Void) -> Outcome {
        // Only this thread sets it.
        if fatal != nil { return .refused(Self.writingHasStopped) }
        guard isShared else { return transactAlone(body) }
        do throws(EngineFault) {
            let connection = try pool.take()
            defer { pool.put(connection) }
            return transactAlone(body)
        } catch {
            return .refused(error.answer)
        }
    }

    private func transactAlone(_ body: (Writer) throws(EngineFault) -> Void) -> Outcome {
        let before = writer.state
        do throws(EngineFault) {
            try storage { () throws(SQLiteFault) in try writer.begin() }
            try body(writer)
            try storage { () throws(SQLiteFault) in try writer.flush() }
        } catch {
            undo(to: before)
            if case .storage(let fault) = error, fault.isFull { noteRoom(fault.message) }
            if let problem = presence?.problem() { return .unknown(problem) }
            return .undone(error)
        }
        // What was read for it may be old when the log's index was cut.
        if let problem = presence?.problem() {
            undo(to: before)
            return .unknown(problem)
        }
        // Before readers can see it: what they remember of these items may be old then.
        pool.changes.announce(writer.changedItems)
        if writer.state.catalogChanged { writer.noteCatalogPlace() }
        pool.versions.begin(writer.changedPlaces)
        pool.beginCommit(isDurable: options.isDurable)
        do throws(SQLiteFault) {
            try writer.commit()
        } catch {
            pool.endCommit(hasChanged: false)
            undo(to: before)
            if let problem = presence?.problem() { return .unknown(problem) }
            if error.isFull {
                noteRoom(error.message)
                pool.versions.end(writer.changedPlaces)
            }
            return error.isFull ? .undone(.storage(error)) : .unknown("a commit failed: \(error)")
        }
        // At once: the next read must not be served from an older snapshot than the last. And before the catalog: who
        // finds a new table there must not look for it in a snapshot without it.
        pool.changes.settle()
        pool.endCommit(hasChanged: writer.hasWritten)
        if writer.hasWritten, lastShortage != nil { noteRoom(nil) }
        // Before anybody hears of it: a commit into a file that was removed is lost.
        if let problem = presence?.problem() { return .unknown(problem) }
        // After the generation: who was answered the new state of an item must not be served an older snapshot next.
        pool.changes.written.putIn(writer.writtenItems)
        if writer.state.catalogChanged {
            writer.state.catalogChanged = false
            publish(writer.state.catalog)
        }
        pool.versions.end(writer.changedPlaces)
        return .committed
    }

    private func watchFiles() {
        guard fatal == nil, !isShared else { return }
        if let problem = presence?.problem() { return stopForGood(problem, []) }
        do throws(SQLiteFault) {
            try checkpoints.check()
        } catch {
            checkpointFailed(error)
        }
    }

    private func undo(to state: WriterState) {
        if writer.sqlite.isInTransaction { try? writer.sqlite.execute("ROLLBACK") }
        writer.state = state
    }

    private func afterCommit() {
        guard !isShared else { return }
        do throws(SQLiteFault) {
            try checkpoints.afterCommit(writer.sqlite, pool)
        } catch {
            checkpointFailed(error)
        }
    }

    /// Without room the log waits. A failed sync of the file leaves its pages in doubt.
    private func checkpointFailed(_ fault: SQLiteFault) {
        if !fault.isFull { stopForGood("a checkpoint failed: \(fault)", []) }
    }

    private func stopForGood(_ reason: String, _ batch: [WriteJob]) {
        monitor.lock()
        fatal = reason
        let waiting = queue
        queue = []
        monitor.unlock()
        for job in batch {
            job.fail(
                DynamoDBError(
                    .internalServerError, "The commit failed; whether the write was done is not known: \(reason)"))
        }
        for job in waiting {
            job.fail(Self.writingHasStopped)
        }
        options.onFatal?(reason)
    }

    private func finish() {
        checkpoints.stop()
        if !isShared && failure == nil {
            do throws(SQLiteFault) {
                try checkpoints.finish(writer.sqlite, pool)
            } catch {
                checkpointFailed(error)
            }
        }
        pool.close()
        writer.sqlite.close()
        atEnd()
        monitor.lock()
        isStopped = true
        let waiters = afterStop
        afterStop = []
        monitor.unlock()
        for waiter in waiters { waiter.resume() }
    }
}
