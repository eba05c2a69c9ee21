import Glibc
import HTTPServer
import LexiAPI
import Synchronization

/// A run of a command that serves: what it waits for, and its orderly end.
struct ServingRun: Sendable {
    /// What decides how a run goes on.
    enum Event: Sendable {
        case ready
        case notReady(any Error)
        case signal(Int32)
        case storage(String)
    }

    /// How long requests that are under way may take at the end.
    let grace: Duration
    private let terminal: Terminal
    private let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let waiting: Task<Void, Never>
    private let storageFailure = StorageFailure()

    /// Begins to wait for signals.
    ///
    /// - Throws: ``CommandFailure`` when that is not possible; ``UsageError`` for a grace that is no length of time.
    init(_ arguments: Arguments, _ terminal: Terminal) async throws {
        grace = .seconds(try arguments.duration(Settings.grace) ?? 0)
        self.terminal = terminal
        // Dispatch makes its timer when it is first used, which must not be when descriptors have run out.
        try await Task.sleep(for: .milliseconds(1))
        guard let signals = ShutdownSignals() else { throw CommandFailure("cannot wait for signals: \(systemError())") }
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        self.continuation = continuation
        waiting = Task { while let signal = await signals.next() { continuation.yield(.signal(signal)) } }
    }

    /// Notes that something happened.
    func report(_ event: Event) {
        if case .storage(let reason) = event { storageFailure.note(reason) }
        continuation.yield(event)
    }

    /// The next event; one caller at a time.
    func next() async -> Event? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    /// Stops waiting for signals.
    func cancel() { waiting.cancel() }

    /// Ends a run that served: all listeners finish what is under way at the same time, then the table is closed.
    ///
    /// - Parameter besides: ends the other tasks, within the grace.
    /// - Returns: the exit status: 0 after a signal, 1 when the storage failed.
    func finish(
        _ event: Event?, _ command: String, _ listeners: [HTTPListener],
        besides: @escaping @Sendable () async -> Void = {}, closing close: () async -> Void
    ) async -> Int32 {
        let hurried = Task {
            // A second signal: its sender does not want to wait.
            while let next = await next() { if case .signal(let number) = next { _exit(128 + number) } }
        }
        defer { hurried.cancel() }
        var toldFailure: String?
        if case .storage(let reason)? = event {
            toldFailure = reason
            terminal.complain("\(command): writing failed, so that it is not known what is on disk: \(reason)")
            terminal.complain("Stopping. Check the disk, then start again: acknowledged writes are recovered.")
        } else {
            terminal.complain("Stopping: finishing what is under way (up to \(grace)).")
        }
        async let others: Void = besides()
        await Self.shutdown(listeners, grace: grace)
        await others
        await close()
        guard let failure = storageFailure.reason else { return 0 }
        // Closing writes and syncs, too.
        if toldFailure == nil { terminal.complain("\(command): the storage failed at the end: \(failure)") }
        return 1
    }

    /// Ends listeners side by side, so that the grace counts once.
    static func shutdown(_ listeners: [HTTPListener], grace: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            for listener in listeners { group.addTask { await listener.shutdown(grace: grace) } }
        }
    }
}

/// Why the storage failed, for the exit status, whenever it did.
private final class StorageFailure: Sendable {
    private let first = Mutex<String?>(nil)

    var reason: String? { first.withLock { $0 } }

    func note(_ reason: String) { first.withLock { if $0 == nil { $0 = reason } } }
}

/// An address as it stands in a URL.
func authority(_ host: String, _ port: UInt16) -> String {
    host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
}

/// The memory for answers, of all listeners of the process; made when the first of them is configured.
private let outputBudget = Mutex<OutputBudget?>(nil)

extension Arguments {
    private static let mostLoops = 64
    /// The least memory for answers, in megabytes: a body of the largest size takes 16 when it is read.
    private static let leastOutput = 16
    private static let mostOutput = 1 << 20

    private func sharedOutput() throws(UsageError) -> OutputBudget {
        let megabytes = try integer(Settings.outputMemory, in: Self.leastOutput...Self.mostOutput)
        let limit = megabytes.map { $0 << 20 } ?? HTTPLimits().outputBytes
        return outputBudget.withLock { shared in
            if let shared { return shared }
            let made = OutputBudget(limit: limit)
            shared = made
            return made
        }
    }

    /// Where and how a server listens.
    func httpConfiguration(host: Option, port: Option) throws(UsageError) -> HTTPConfiguration {
        var http = HTTPConfiguration(
            host: try required(host), port: UInt16(try integer(port, in: 0...Int(UInt16.max)) ?? 0))
        http.output = try sharedOutput()
        if let loops = try integer(Settings.loops, in: 1...Self.mostLoops) { http.loops = loops }
        return http
    }

    /// An address and a port in one setting; nil when it is not set.
    func address(_ option: Option) throws(UsageError) -> HTTPConfiguration? {
        guard let text = string(option) else { return nil }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
            let port = UInt16(text[text.index(after: colon)...])
        else {
            throw UsageError("\(source(of: option)): '\(text)' is not an address and a port such as 127.0.0.1:9090")
        }
        var host = text[..<colon]
        if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            host = host.dropFirst().dropLast()
        }
        guard !host.isEmpty else {
            throw UsageError("\(source(of: option)): '\(text)' names no address; all of them are 0.0.0.0")
        }
        var http = HTTPConfiguration(host: String(host), port: port, loops: 1)
        http.output = try sharedOutput()
        return http
    }

    /// A log of the level that is set, and what writes it.
    func log() throws(UsageError) -> (log: Log, writer: LogWriter) {
        let writer = LogWriter()
        let level = try choice(Settings.logLevel, of: LogLevel.self) ?? .info
        return (Log(level: level) { writer.write($0) }, writer)
    }
}
