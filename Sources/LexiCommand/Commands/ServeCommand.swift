import Digests
import DynamoModel
import Glibc
import HTTPServer
import JSONText
import Lexi
import LexiAPI
import RemoteDynamoDB
import Synchronization

extension Command {
    /// `lexi serve`: the service.
    static let serve = Command(
        "serve", "Serve the REST API on the embedded table or one at an endpoint, and DynamoDB's protocol next to it.",
        discussion: """
            Makes the data folder and the table when they are not there. With --dynamodb-port the same table answers the
            aws CLI and every SDK. SIGTERM or Ctrl-C finishes what is under way, then ends with status 0; a second one
            ends at once.

            With --table-endpoint or --region the table is one at an endpoint, which 'lexi table create' makes; it is
            checked before the service starts. AWS's own variables, such as AWS_REGION, do not choose such a table, but
            count for it. The data folder then holds no more than the secrets that were made.
            """,
        options: [
            Settings.host, Settings.port, Settings.data, Settings.table, Settings.seed, Settings.secret,
            Settings.issuer, Settings.audience, Settings.cursorSecret, Settings.adminEmails, Settings.corsOrigins,
            Settings.rateLimit, Settings.writeLimit, Settings.addressLimit, Settings.trustedProxies,
            Settings.dynamoDBPort, Settings.dynamoDBHost, Settings.accessKey, Settings.secretKey, Settings.logLevel,
            Settings.grace, Settings.loops, Settings.memory, Settings.outputMemory, Settings.streamShards,
            Settings.enforceThroughput, Settings.backups, Settings.exports,
            Settings.metricsAddress, Settings.countUnits, Settings.appAPI, Settings.vocabularyURL,
            Settings.streamConsumers,
        ] + Settings.providers + Settings.remote
    ) { arguments, terminal in
        try arguments.noOperands()
        return try await ServeRun(arguments, terminal).run()
    }
}

/// A run of the service, from its settings to its end.
private struct ServeRun {
    private static let largestRate = 1_000_000
    private static let rateWindow = 60
    /// What the secret of cursors is used for: another use would get another key.
    private static let cursorKeyLabel = "lexi/cursors/2"

    private let arguments: Arguments
    private let terminal: Terminal
    /// What tokens look like; nil when the data folder's own secret signs them, which is made when all else is known to
    /// be right.
    private let tokens: JWTConfiguration?
    private let providers: [IdentityProvider]
    private let adminEmails: [EmailAddress]
    private let origins: [String]
    private let rateLimit: RateLimit?
    private let writeLimit: RateLimit?
    private let addressLimit: RateLimit?
    private let proxies: [AddressRange]
    private let isRemote: Bool
    /// At an endpoint the units of each call are what it costs.
    private let countsUnits: Bool
    /// Whether the app's own calls are served, and who answers those about words.
    private let servesAppAPI: Bool
    private let vocabulary: VocabularyClient?
    private let consumers: [ConfiguredConsumer]
    private let http: HTTPConfiguration
    /// Where `/metrics` is served alone; nil: with the API.
    private let metricsAddress: HTTPConfiguration?
    /// The table for the aws CLI and SDKs, when it is asked for.
    private let endpoint: TableEndpoint?
    private let log: Log
    private let logWriter: LogWriter

    init(_ arguments: Arguments, _ terminal: Terminal) throws {
        self.arguments = arguments
        self.terminal = terminal
        isRemote = try RemotePlace(arguments, terminal) != nil
        countsUnits = try arguments.isOn(Settings.countUnits) || isRemote
        tokens =
            arguments.string(Settings.secret) == nil ? nil : try arguments.tokenConfiguration(announcingOn: terminal)
        adminEmails = try Self.emails(arguments)
        origins = try Self.origins(arguments)
        rateLimit = try Self.limit(Settings.rateLimit, arguments)
        writeLimit = try Self.limit(Settings.writeLimit, arguments)
        addressLimit = try Self.limit(Settings.addressLimit, arguments)
        servesAppAPI = try arguments.choice(Settings.appAPI, of: Switch.self) != .off
        vocabulary = try VocabularyClient(arguments)
        consumers = try arguments.configuredConsumers()
        proxies = try Self.proxies(arguments)
        http = try arguments.httpConfiguration(host: Settings.host, port: Settings.port)
        metricsAddress = try arguments.address(Settings.metricsAddress)
        endpoint =
            arguments.string(Settings.dynamoDBPort) == nil
            ? nil : try TableEndpoint(arguments, host: Settings.dynamoDBHost, port: Settings.dynamoDBPort)
        (log, logWriter) = try arguments.log()
        let log = log
        providers = try arguments.identityProviders().map { $0.provider { log.keySet($0) } }
        try Self.checkCursorSecret(arguments)
        try Self.refuseLocalSettings(arguments, terminal)
    }

    /// How the API behaves on this table.
    private func configuration(_ table: OpenTable) throws -> LexiAPIConfiguration {
        let tokens = try self.tokens ?? arguments.tokenConfiguration(announcingOn: terminal)
        var configuration = try LexiAPIConfiguration(
            tokens: tokens,
            cursorKey: HMACSHA256.Key(try cursorSecret()).authenticate(Array(Self.cursorKeyLabel.utf8)),
            version: Version.current)
        configuration.identityProviders = providers
        configuration.adminEmails = adminEmails
        configuration.allowedOrigins = origins
        configuration.rateLimit = rateLimit
        if rateLimit == nil { configuration.fileLimit = nil }
        configuration.writeLimit = writeLimit
        configuration.addressLimit = addressLimit
        configuration.trustedProxies = proxies
        configuration.countsUnits = countsUnits
        // Through the endpoint others write, such as `lexi user promote --table-endpoint`.
        configuration.hasTableAlone = !isRemote && endpoint == nil
        configuration.servesAppAPI = servesAppAPI
        configuration.vocabulary = vocabulary
        configuration.servesMetrics = metricsAddress == nil
        configuration.writeObstacle = table.writeObstacle
        configuration.tablePlace = "the table '\(table.name)' \(table.place) (\(table.settings))"
        return configuration
    }

    /// A limit of so many requests a minute; nil for 0.
    private static func limit(_ option: Option, _ arguments: Arguments) throws(UsageError) -> RateLimit? {
        let rate = try arguments.integer(option, in: 0...largestRate) ?? 0
        return rate == 0 ? nil : RateLimit(burst: rate, requests: rate, window: rateWindow)
    }

    private static func checkCursorSecret(_ arguments: Arguments) throws(UsageError) {
        let least = LexiAPIConfiguration.minimumCursorKeyByteCount
        guard let secret = arguments.string(Settings.cursorSecret), secret.utf8.count < least else { return }
        throw UsageError("\(arguments.source(of: Settings.cursorSecret)) must have at least \(least) bytes")
    }

    private func cursorSecret() throws -> [UInt8] {
        if let secret = arguments.string(Settings.cursorSecret) { return Array(secret.utf8) }
        let folder = DataFolder(path: try arguments.required(Settings.data))
        do {
            try folder.create()
            return try folder.cursorSecret()
        } catch {
            // With a table at an endpoint there may be nowhere to write.
            guard isRemote, tokens != nil else { throw error }
            terminal.complain(
                "Cursors are good for this process alone, since \(error.message); --cursor-secret makes them last.")
            return DataFolder.randomSecret()
        }
    }

    /// Settings that only an embedded table has.
    private static func refuseLocalSettings(_ arguments: Arguments, _ terminal: Terminal) throws {
        guard try RemotePlace(arguments, terminal) != nil else { return }
        if arguments.string(Settings.seed) != nil {
            throw UsageError(
                "\(arguments.source(of: Settings.seed)) is for the embedded table, whose first start is known: load the fixtures once with 'lexi seed' and the same --table-endpoint"
            )
        }
        if arguments.string(Settings.dynamoDBPort) != nil {
            throw UsageError(
                "\(arguments.source(of: Settings.dynamoDBPort)) is for the embedded table: this one has its own endpoint, and clients that reached it through here would use our credentials"
            )
        }
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

    private static func proxies(_ arguments: Arguments) throws(UsageError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for text in arguments.list(Settings.trustedProxies) {
            guard let range = AddressRange(text) else {
                throw UsageError(
                    "\(arguments.source(of: Settings.trustedProxies)): '\(text)' is not a range of addresses such as 10.0.0.0/8 or ::1"
                )
            }
            ranges.append(range)
        }
        return ranges
    }

    /// Origins as browsers send them (RFC 6454, section 6.2); anything else would silently never match.
    private static func origins(_ arguments: Arguments) throws(UsageError) -> [String] {
        let origins = arguments.list(Settings.corsOrigins)
        for origin in origins {
            let scheme = ["https://", "http://"].first { origin.utf8.starts(with: $0.utf8) }
            let host = origin.utf8.dropFirst(scheme?.utf8.count ?? 0)
            guard scheme != nil, !host.isEmpty, !host.contains(where: { "/?#* ".utf8.contains($0) }) else {
                throw UsageError(
                    "\(arguments.source(of: Settings.corsOrigins)): '\(origin)' is not an origin such as https://app.example.com"
                )
            }
        }
        return origins
    }

    /// Serves until a signal comes, or the storage fails for good.
    ///
    /// - Returns: the exit status: 0 after a signal, 1 when the storage failed.
    func run() async throws -> Int32 {
        let run = try await ServingRun(arguments, terminal)
        defer { run.cancel() }
        let marker = try markedForSeeding()
        let opened = OpenedTable()
        // While waiting for signals: an endpoint may take its time, and so may the fixtures.
        let opening = Task {
            do {
                let keepsMetrics = endpoint != nil
                let table = try await OpenTable.open(arguments, terminal, log: log, keepsMetrics: keepsMetrics) {
                    run.report(.storage($0))
                }
                opened.table = table
                try await seed(table, marker)
                await readKeys()
                run.report(.ready)
            } catch { run.report(.notReady(error)) }
        }
        do {
            let first = await run.next()
            guard case .ready? = first, let table = opened.table else {
                opening.cancel()
                return try await giveUp(first, opened.table)
            }
            let (streams, closeStreams) = try streams(of: table)
            let consumers = try ServedConsumers(
                consumers, streams, table: table.name, folder: try arguments.required(Settings.data), log: log)
            let listeners = try await start(table, consumers)
            consumers.start()
            let status = await run.finish(await run.next(), "lexi serve", listeners) {
                await consumers.stop(grace: run.grace)
            } closing: {
                await closeStreams()
                try? await table.close()
            }
            logWriter.flush()
            return status
        } catch {
            try? await opened.table?.close()
            throw error
        }
    }

    /// Where consumers read streams: an endpoint of AWS has them at a separate address, with a client for it.
    private func streams(of table: OpenTable) throws -> (any DynamoDBStreams, close: @Sendable () async -> Void) {
        if let streams = table.database as? any DynamoDBStreams, !isRemote || consumers.isEmpty { return (streams, {}) }
        guard let place = try RemotePlace(arguments, terminal) else {
            throw CommandFailure("the table has no streams to read")
        }
        let client = try place.connect(log, forStreams: true).table
        return (client, { await client.close() })
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
    private func seed(_ table: OpenTable, _ marker: SeedingMarker?) async throws {
        guard let fixtures = arguments.string(Settings.seed), let marker else { return }
        guard table.isNew || marker.isThere else { return }
        try marker.put()
        try await FixtureCommand.load(
            try FixtureCommand.read(fixtures), into: table, issuer: arguments.ownIssuer, terminal)
        marker.remove()
    }

    /// Reads the keys of the identity providers. Without them the service starts all the same, since a provider may be
    /// down for a moment; they are then read when the first token comes.
    private func readKeys() async {
        for provider in providers {
            do throws(KeySetFailure) { try await provider.keys.start(now: Int(WallClock.system.now.seconds)) } catch {
                terminal.complain(
                    "The keys of \(provider.rules.issuer) are not read yet: \(error.detail). Its tokens are answered with 503 until they are."
                )
            }
        }
    }

    /// Ends a run that did not come to serve.
    private func giveUp(_ event: ServingRun.Event?, _ table: OpenTable?) async throws -> Int32 {
        switch event {
        case .notReady(let error)?: throw error
        case .storage(let reason)?: throw CommandFailure("writing failed: \(reason); check the disk, then start again")
        default:
            terminal.complain("Stopped before it was ready: the next start goes on where this one was.")
            try await table?.close()
            return 0
        }
    }

    /// Starts the listeners: the API's last, so that everything is there when the service says that it serves.
    private func start(_ table: OpenTable, _ consumers: ServedConsumers) async throws -> [HTTPListener] {
        var listeners: [HTTPListener] = []
        do {
            var tableURL: String?
            if let endpoint {
                let (tables, url) = try endpoint.start(table.database, log, table.metrics)
                listeners.append(tables)
                tableURL = url
            }
            listeners += try startAPI(table, consumers)
            if let tableURL { terminal.complain("The table speaks DynamoDB on \(tableURL).") }
            return listeners
        } catch {
            for listener in listeners { await listener.shutdown(grace: .zero) }
            throw error
        }
    }

    /// Starts the API, and `/metrics` if it has a separate address.
    private func startAPI(_ table: OpenTable, _ consumers: ServedConsumers) throws -> [HTTPListener] {
        let connections = Mutex<HTTPListener?>(nil)
        let open = Gauge("lexi_open_connections", "Connections that are open now.") {
            connections.withLock { $0.map { Double($0.openConnections) } }
        }
        let responder = try LexiResponder(
            try configuration(table), table: table.database, tableName: table.name, log: log,
            gauges: [open, outputGauge] + table.gauges + consumers.gauges,
            families: table.figures)
        let metrics = try metricsAddress.map { try start($0, responder.metricsResponder, Settings.metricsAddress) }
        let listener = HTTPListener(configuration: http, responder: responder) { event in
            log.event(.debug, "http", clock: .system, [("what", .string("\(event)"))])
        }
        connections.withLock { $0 = listener }
        let port: UInt16
        do { port = try listener.start() } catch {
            throw CommandFailure("\(error); choose another with --host or --port")
        }
        ProgramPages.giveBack()
        if let metrics { terminal.complain("Metrics are on http://\(metrics.authority)/metrics.") }
        terminal.complain(
            "Lexi \(Version.current) serves on http://\(authority(http.host, port)) with the table \(table.place). Stop it with Ctrl-C."
        )
        // Bounded, next to the requests; the next round, or the next start, finishes the rest.
        responder.keepTidy()
        return [listener] + (metrics.map { [$0.listener] } ?? [])
    }

    private func start(
        _ address: HTTPConfiguration, _ responder: any HTTPResponder, _ option: Option
    ) throws -> (listener: HTTPListener, authority: String) {
        let listener = HTTPListener(configuration: address, responder: responder)
        do { return (listener, authority(address.host, try listener.start())) } catch {
            throw CommandFailure("\(error); choose another with --\(option.name)")
        }
    }

    private var outputGauge: Gauge {
        let output = http.output
        return Gauge("lexi_output_bytes", "Memory of requests in work and of answers that wait for their clients.") {
            output.map { Double($0.heldBytes) }
        }
    }
}

/// The table of a service, once it is open.
private final class OpenedTable: Sendable {
    private let held = Mutex<OpenTable?>(nil)

    var table: OpenTable? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}

/// A file that stands in the data folder while fixtures are being loaded, so that an interrupted loading is
/// continued.
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
