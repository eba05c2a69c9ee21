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
    /// What decides how a run goes on.
    private enum Event: Sendable {
        case ready
        case notReady(any Error)
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
        configuration.allowedOrigins = try Self.origins(arguments)
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

    /// Origins as browsers send them (RFC 6454, section 6.2); anything else would silently never match.
    private static func origins(_ arguments: Arguments) throws(UsageError) -> [String] {
        let origins = arguments.list(Settings.corsOrigins)
        for origin in origins {
            let scheme = ["https://", "http://"].first { origin.utf8.starts(with: $0.utf8) }
            let host = origin.utf8.dropFirst(scheme?.utf8.count ?? 0)
            guard scheme != nil, !host.isEmpty, !host.contains(where: { "/?#* ".utf8.contains($0) }) else {
                throw UsageError(
                    "\(arguments.source(of: Settings.corsOrigins)): '\(origin)' is no origin such as https://app.example.com"
                )
            }
        }
        return origins
    }

    /// Serves until a signal comes, or the storage fails for good.
    ///
    /// - Returns: the exit status: 0 after a signal, 1 when the storage failed.
    func run() async throws -> Int32 {
        // Dispatch makes its timer when it is first used, which must not be when descriptors have run out.
        try await Task.sleep(for: .milliseconds(1))
        guard let signals = ShutdownSignals() else { throw CommandFailure("cannot wait for signals: \(systemError())") }
        let (events, event) = AsyncStream.makeStream(of: Event.self)
        let waiting = Task {
            while let signal = await signals.next() { event.yield(.signal(signal)) }
        }
        defer { waiting.cancel() }
        let marker = try markedForSeeding()
        let table = try await LocalTable.open(arguments) { event.yield(.storage($0)) }
        let loading = Task {
            do {
                try await seed(table, marker)
                event.yield(.ready)
            } catch { event.yield(.notReady(error)) }
        }
        do {
            let first = await Self.next(events)
            guard case .ready? = first else {
                loading.cancel()
                return try await giveUp(first, table)
            }
            let listener = try start(table)
            return await finish(await Self.next(events), events, listener, table)
        } catch {
            await table.close()
            throw error
        }
    }

    /// Before a first start makes the table, it is noted that fixtures are to be loaded: a process that dies in between
    /// would leave a table that looks as if it had been there before.
    private func markedForSeeding() throws -> SeedingMarker? {
        guard arguments.string(Settings.seed) != nil else { return nil }
        let folder = DataFolder(path: try arguments.required(Settings.data))
        try folder.create()
        let marker = SeedingMarker(folder: folder)
        if !folder.hasDatabase { try marker.put() }
        return marker
    }

    /// Loads the fixtures at the first start, and goes on with a loading that was interrupted.
    private func seed(_ table: LocalTable, _ marker: SeedingMarker?) async throws {
        guard let fixtures = arguments.string(Settings.seed), let marker else { return }
        guard table.isNew || marker.isThere else { return }
        try marker.put()
        try await FixtureCommand.load(
            try FixtureCommand.read(fixtures), into: table, issuer: configuration.tokens.issuer, terminal)
        marker.remove()
    }

    /// Ends a run that did not come to serve.
    private func giveUp(_ event: Event?, _ table: LocalTable) async throws -> Int32 {
        switch event {
        case .notReady(let error)?: throw error
        case .storage(let reason)?: throw CommandFailure("writing failed: \(reason); check the disk, then start again")
        default:
            terminal.complain("Stopped before it was ready: the next start goes on where this one was.")
            await table.close()
            return 0
        }
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

    /// The next event; one caller at a time.
    private static func next(_ events: AsyncStream<Event>) async -> Event? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    private func finish(
        _ first: Event?, _ events: AsyncStream<Event>, _ listener: HTTPListener, _ table: LocalTable
    ) async -> Int32 {
        let hurried = Task {
            // A second signal: whoever sends it does not want to wait.
            while let next = await Self.next(events) { if case .signal(let number) = next { _exit(128 + number) } }
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
    let folder: DataFolder
    private var path: String { folder.path + "/seeding" }

    var isThere: Bool { access(path, F_OK) == 0 }

    func put() throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandFailure("cannot write '\(path)': \(systemError())") }
        fsync(file)
        close(file)
        folder.synchronize()
    }

    func remove() { unlink(path) }
}
