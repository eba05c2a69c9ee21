import DynamoModel
import Glibc
import JSONText
import Lexi
import LexiAPI
import StreamConsumer
import Synchronization

/// The consumers that run in a service, from its start to its end.
final class ServedConsumers: Sendable {
    private struct Running {
        let figures: ConsumerFigures
        let consumer: StreamConsumer
    }

    /// How long a consumer waits that could not write a file, in seconds.
    private static let pause = Duration.seconds(5)

    private let consumers: [Running]
    private let log: Log
    private let tasks = Mutex<[Task<Void, Never>]>([])

    /// Consumers that do not run yet.
    ///
    /// - Parameters:
    ///   - table: the service's own table.
    ///   - folder: where checkpoints are kept for which no file is named.
    /// - Throws: ``CommandFailure`` when a file of checkpoints cannot be used.
    init(
        _ configured: [ConfiguredConsumer], _ streams: any DynamoDBStreams, table: String, folder: String, log: Log
    ) throws(CommandFailure) {
        var consumers: [Running] = []
        for one in configured {
            let figures = ConsumerFigures(name: one.name)
            let world = ConsumerWorld(report: { event in
                figures.note(event)
                log.consumer(one.name, event)
            })
            let checkpoint = one.checkpoint ?? "\(folder)/consumer-\(one.name).json"
            try Self.checkFolder(of: checkpoint, one.name)
            do throws(ConsumerError) {
                let consumer = try StreamConsumer(
                    streams, tableName: one.table ?? table, settings: one.settings, handler: one.handler,
                    checkpointPath: checkpoint, failurePath: one.failures, world: world)
                consumers.append(Running(figures: figures, consumer: consumer))
            } catch { throw CommandFailure("the consumer '\(one.name)': \(error)") }
        }
        self.consumers = consumers
        self.log = log
    }

    private static func checkFolder(of path: String, _ name: String) throws(CommandFailure) {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard access(folder, W_OK) == 0 else {
            throw CommandFailure("the consumer '\(name)' cannot keep how far it is in '\(path)': \(systemError())")
        }
    }

    /// Figures of all consumers for `/metrics`.
    var gauges: [Gauge] { ConsumerFigures.gauges(of: consumers.map(\.figures)) }

    /// Starts all of them.
    func start() {
        let started = consumers.map { one in Task { [log] in await Self.run(one, log) } }
        tasks.withLock { $0 = started }
    }

    /// Consumes until the task is cancelled. Writing is tried again when it fails: records come again then.
    private static func run(_ one: Running, _ log: Log) async {
        while !Task.isCancelled {
            do {
                try await one.consumer.run()
            } catch is CancellationError {
                return
            } catch {
                log.event(
                    .error, "stream-consumer-failed", clock: .system,
                    [("consumer", .string(one.figures.name)), ("error", .string("\(error)"))])
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// Lets the batches under way be handled within the grace, and ends the programs of those that are not: such a
    /// batch comes again at the next start.
    func stop(grace: Duration) async {
        let tasks = tasks.withLock { $0 }
        for task in tasks { task.cancel() }
        let end = ContinuousClock.now + grace
        let late = Task {
            try await Task.sleep(until: end, clock: .continuous)
            ProgramHandler.endAll()
            try await Task.sleep(for: Self.patience / 2)
            ProgramHandler.endAll()
        }
        let ended = AsyncStream.makeStream(of: Void.self)
        let waiting = Task {
            for task in tasks { await task.value }
            ended.continuation.finish()
        }
        let limit = Task {
            try await Task.sleep(until: end + Self.patience, clock: .continuous)
            ended.continuation.finish()
        }
        for await _ in ended.stream {}
        for task in [late, limit] { task.cancel() }
        waiting.cancel()
    }

    /// How long an ended program has to go. (A call of an address cannot be ended; it is abandoned.)
    private static let patience = Duration.milliseconds(500)
}

extension Log {
    /// Writes what happened to a consumer.
    fileprivate func consumer(_ name: String, _ event: ConsumerEvent) {
        let level: LogLevel
        switch event {
        case .handled: return
        case .began: level = .info
        case .failed, .unreadable: level = .warning
        case .gaveUp, .missed: level = .error
        }
        self.event(
            level, "stream-consumer", clock: .system,
            [("consumer", .string(name)), ("what", .string(event.line ?? ""))])
    }
}
