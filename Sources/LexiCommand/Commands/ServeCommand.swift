import Digests
import Glibc
import HTTPServer
import JSONText
import Lexi
import LexiAPI
import Synchronization

extension Command {
    /// `lexi serve`: the service.
    static let serve = Command(
        "serve", "Serve the REST API on the embedded table.",
        discussion: """
            Makes the data folder and the table when they are not there. SIGTERM or Ctrl-C finishes what is under way,
            then ends with status 0; a second one ends at once.
            """,
        options: [
            Settings.host, Settings.port, Settings.data, Settings.table, Settings.seed, Settings.secret,
            Settings.issuer, Settings.audience, Settings.adminEmails, Settings.corsOrigins, Settings.rateLimit,
            Settings.logLevel, Settings.grace, Settings.loops,
        ]
    ) { arguments, terminal in
        try arguments.noOperands()
        return try await Service(arguments, terminal).run()
    }
}

/// A run of the service, from its settings to its end.
private struct Service {
    /// Why a run ends.
    private enum Ending: Sendable {
        case signal(Int32)
        case storage(String)
    }

    private static let largestRate = 1_000_000
    private static let mostLoops = 64
    private static let rateWindow = 60
    /// Signs cursors; made from the tokens' secret, so that there is one secret to keep.
    private static let cursorKeyLabel = "lexi/cursors/1"

    private let arguments: Arguments
    private let terminal: Terminal
    private let configuration: LexiAPIConfiguration
    private let http: HTTPConfiguration
    private let grace: Duration
    private let log: Log
    private let logWriter: LogWriter

    init(_ arguments: Arguments, _ terminal: Terminal) throws {
        self.arguments = arguments
        self.terminal = terminal
        let tokens = try arguments.tokenConfiguration(announcingOn: terminal)
        var configuration = try LexiAPIConfiguration(
            tokens: tokens,
            cursorKey: HMACSHA256.Key(tokens.secret).authenticate(Array(Self.cursorKeyLabel.utf8)),
            version: Version.current)
        configuration.adminEmails = try Self.emails(arguments)
        configuration.allowedOrigins = arguments.list(Settings.corsOrigins)
        let rate = try arguments.integer(Settings.rateLimit, in: 0...Self.largestRate) ?? 0
        configuration.rateLimit =
            rate == 0 ? nil : RateLimit(burst: rate, requests: rate, window: Self.rateWindow)
        self.configuration = configuration
        var http = HTTPConfiguration(
            host: try arguments.required(Settings.host),
            port: UInt16(try arguments.integer(Settings.port, in: 0...Int(UInt16.max)) ?? 0))
        if let loops = try arguments.integer(Settings.loops, in: 1...Self.mostLoops) { http.loops = loops }
        self.http = http
        grace = .seconds(try arguments.duration(Settings.grace) ?? 0)
        let writer = LogWriter()
        logWriter = writer
        log = Log(level: try arguments.choice(Settings.logLevel, of: LogLevel.self) ?? .info) { writer.write($0) }
    }

    private static func emails(_ arguments: Arguments) throws -> [EmailAddress] {
        var emails: [EmailAddress] = []
        for text in arguments.list(Settings.adminEmails) {
            do { emails.append(try EmailAddress(text)) } catch {
                throw UsageError("\(arguments.source(of: Settings.adminEmails)): '\(text)' \(error.detail)")
            }
        }
        return emails
    }

    /// Serves until a signal comes, or the storage fails for good.
    ///
    /// - Returns: the exit status: 0 after a signal, 1 when the storage failed.
    func run() async throws -> Int32 {
        // Dispatch makes its timer when it is first used, which must not be when descriptors have run out.
        try await Task.sleep(for: .milliseconds(1))
        guard let signals = ShutdownSignals() else { throw CommandFailure("cannot wait for signals: \(systemError())") }
        let (endings, ending) = AsyncStream.makeStream(of: Ending.self)
        let table = try await LocalTable.open(arguments) { ending.yield(.storage($0)) }
        do {
            try await seed(table)
            let listener = try start(table)
            let waiting = Task {
                while let signal = await signals.next() { ending.yield(.signal(signal)) }
            }
            defer { waiting.cancel() }
            return await finish(endings, listener, table)
        } catch {
            await table.close()
            throw error
        }
    }

    /// Loads the fixtures at the first start, and goes on with a loading that was interrupted.
    private func seed(_ table: LocalTable) async throws {
        guard let fixtures = arguments.string(Settings.seed) else { return }
        let marker = SeedingMarker(folder: table.folder)
        guard table.isNew || marker.isThere else { return }
        try marker.put()
        try await FixtureCommand.load(
            fixtures, into: table, issuer: configuration.tokens.issuer, terminal)
        marker.remove()
    }

    private func start(_ table: LocalTable) throws -> HTTPListener {
        let connections = Mutex<HTTPListener?>(nil)
        let open = Gauge("lexi_open_connections", "Connections that are open now.") {
            connections.withLock { $0.map { Double($0.openConnections) } }
        }
        let service = try LexiService(
            configuration, table: table.engine, tableName: table.name, log: log, gauges: [open])
        let listener = HTTPListener(configuration: http, responder: service) { event in
            log.event(.debug, "http", clock: .system, [("what", .string("\(event)"))])
        }
        connections.withLock { $0 = listener }
        let port: UInt16
        do { port = try listener.start() } catch {
            throw CommandFailure("\(error); choose another with --host or --port")
        }
        let host = http.host.utf8.contains(UInt8(ascii: ":")) ? "[\(http.host)]" : http.host
        terminal.complain(
            "Lexi \(Version.current) serves on http://\(host):\(port) with the table in \(table.folder.path)/. Stop it with Ctrl-C."
        )
        return listener
    }

    private func finish(
        _ endings: AsyncStream<Ending>, _ listener: HTTPListener, _ table: LocalTable
    ) async -> Int32 {
        var iterator = endings.makeAsyncIterator()
        let first = await iterator.next()
        let hurried = Task {
            // A second signal: whoever sends it does not want to wait.
            while let next = await iterator.next() { if case .signal(let number) = next { _exit(128 + number) } }
        }
        defer { hurried.cancel() }
        if case .storage(let reason)? = first {
            terminal.complain("lexi serve: writing failed, so that it is not known what is on disk: \(reason)")
            terminal.complain("Stopping. Check the disk, then start again: what was acknowledged is recovered.")
        } else {
            terminal.complain("Stopping: finishing what is under way (up to \(grace)).")
        }
        await listener.shutdown(grace: grace)
        await table.close()
        logWriter.flush()
        if case .storage? = first { return 1 }
        return 0
    }
}

/// A file that stands in the data folder while fixtures are being loaded, so that an interrupted loading is gone on with.
private struct SeedingMarker {
    let path: String

    init(folder: DataFolder) { path = folder.path + "/seeding" }

    var isThere: Bool { access(path, F_OK) == 0 }

    func put() throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandFailure("cannot write '\(path)': \(systemError())") }
        close(file)
    }

    func remove() { unlink(path) }
}
