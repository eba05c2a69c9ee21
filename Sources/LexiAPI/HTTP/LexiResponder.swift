import DynamoModel
import HTTPServer
import JSONText
import Lexi
import LexiUseCases

/// Lexi's REST API over a table: what an `HTTPListener` serves.
///
/// One seam, ``respond(to:)``: request id, routing, authentication, the route, errors to problem details, header
/// fields, the access log and the metrics are each done in one place. Handlers see an authenticated call and answer or
/// throw.
public final class LexiResponder: HTTPResponder {
    private struct Endpoint: Sendable {
        let route: Route
        let name: RouteName
        let counts: Metrics.RouteCounts
    }

    /// All routes, those about the service itself included.
    let routes: [Route]
    let context: CallContext
    private let idempotentCalls: IdempotentCalls
    private let authenticator: Authenticator
    private let router: Router<Endpoint>
    private let requestIDs: RequestIDSource
    private let limiter: RateLimiter?
    private let limitFields: RateLimitFields?
    private let addresses: ClientAddress
    private let addressLimit: NamedLimit?
    private let fileLimit: NamedLimit?
    private let writeLimit: NamedLimit?
    private let cors: Cors
    private let metrics: Metrics
    private let unmatched: Metrics.RouteCounts
    private let answerLog: AnswerLog
    private let clock: WallClock
    private let log: Log
    private let callerNames: CallerNames
    private let servesAppAPI: Bool
    /// Nil where it is not known what others write to the table.
    private let memo: AnswerMemo?

    /// A service on a table.
    ///
    /// - Parameters:
    ///   - tableName: the table's name, where it is not the usual one.
    ///   - gauges: further figures for `/metrics`, for example the listener's open connections.
    ///   - families: further figures with labels for `/metrics`, read when it is asked for.
    /// - Throws: `RouterError` when two routes collide: a mistake in the program.
    public init(
        _ configuration: LexiAPIConfiguration, table: any DynamoDB, tableName: String = LexiTable.defaultName,
        clock: WallClock = .system, random: RandomSource = .system, log: Log = .none, gauges: [Gauge] = [],
        families: @escaping @Sendable () -> [LabelledFigures] = { [] }
    ) throws {
        let meter = AccessMeter(countsUnits: configuration.countsUnits)
        let store = LexiStore(
            database: table, tableName: tableName, isAlone: configuration.hasTableAlone, clock: clock, random: random,
            observer: meter)
        let metrics = Metrics(table: meter, version: configuration.version, gauges: gauges, families: families)
        let resources = Routes.resources + (configuration.servesAppAPI ? AppRoutes.all : [])
        let readiness = Readiness(
            store.table, place: configuration.tablePlace, obstacle: configuration.writeObstacle, clock: clock, log: log)
        let operations = OperationRoutes(
            metrics: metrics, readiness: readiness, resources: resources, version: configuration.version,
            servesMetrics: configuration.servesMetrics
        ).routes
        var router = Router<Endpoint>()
        routes = resources + operations
        for route in routes {
            let name = RouteName(method: route.method, path: route.path)
            let counts = metrics.watch(method: route.method.description, path: route.path)
            try router.add(
                route.method, route.path, bodyLimit: route.bodyLimit, Endpoint(route: route, name: name, counts: counts)
            )
        }
        unmatched = metrics.watch(method: "other", path: "other")
        self.metrics = metrics
        answerLog = AnswerLog(metrics, log, clock, tablePlace: configuration.tablePlace)
        self.router = router
        context = CallContext(configuration, store: store)
        idempotentCalls = IdempotentCalls(store.calls)
        memo = store.table.watched.map { AnswerMemo($0) }
        self.clock = clock
        self.log = log
        callerNames = CallerNames(secret: configuration.cursorKey)
        servesAppAPI = configuration.servesAppAPI
        authenticator = Authenticator(
            configuration.tokenVerifier, users: store.users, registration: context.registration,
            sparesUnits: configuration.countsUnits)
        requestIDs = RequestIDSource(random: random)
        limiter = configuration.rateLimit.map { RateLimiter($0) }
        limitFields = configuration.rateLimit.map { RateLimitFields($0) }
        addresses = ClientAddress(trusted: configuration.trustedProxies)
        addressLimit = configuration.addressLimit.map { NamedLimit("address", $0) }
        fileLimit = configuration.fileLimit.map { NamedLimit("files", $0) }
        writeLimit = configuration.writeLimit.map { NamedLimit("writes", $0) }
        cors = Cors(origins: configuration.allowedOrigins)
    }
}

// MARK: - Metrics

extension LexiResponder {
    /// Serves the figures alone, for an address that only a monitor reaches (``LexiAPIConfiguration/servesMetrics``).
    public var metricsResponder: any HTTPResponder { MetricsResponder(metrics: metrics) }
}

// MARK: - Housekeeping

extension LexiResponder {
    /// Goes on with what interrupted calls left, of a bounded number of users: accounts that are being erased, the
    /// reviews of deleted cards, and cards that are to be folded by another scheduler. It never fails, and a later call
    /// does what it does not reach. The same cause of several failures is logged once.
    public func tidyUp() async {
        let store = context.store
        var failures: [String] = []
        await tidy(&failures) { () async throws(RepositoryError) in try await store.erasure.resume() }
        await tidy(&failures) { () async throws(RepositoryError) in try await store.removeDeletedLogs() }
        await tidy(&failures) { () async throws(RepositoryError) in try await store.foldCards() }
        for why in failures { log.event(.error, "tidying-failed", clock: clock, [("why", .string(why))]) }
    }

    private func tidy(_ failures: inout [String], _ work: () async throws(RepositoryError) -> Int) async {
        do throws(RepositoryError) {
            let users = try await work()
            guard users > 0 else { return }
            log.event(.info, "tidied-up", clock: clock, [("users", .number(JSONNumber(users)))])
        } catch {
            let why = answerLog.words(for: error)
            if !failures.contains(why) { failures.append(why) }
        }
    }

    /// Tidies up now and after each pause, for as long as the service is there: what fails while the table is away is
    /// done in the end without a new start.
    ///
    /// - Parameter sleep: waits for a pause; the end of the task when it throws.
    @discardableResult
    public func keepTidy(
        every pause: Duration = .seconds(3_600),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> Task<Void, Never> {
        Task { [weak self] in
            while self != nil {
                await self?.tidyUp()
                do { try await sleep(pause) } catch { return }
            }
        }
    }
}

// MARK: - The seam

extension LexiResponder {
    /// How large the body of this request may be.
    public func bodyLimit(for head: HTTPRequestHead) -> Int {
        switch router.lookup(head.method, path: path(of: head)) {
        case .matched(let match): match.bodyLimit
        // The answer will be 404 or 405, which says more than 413.
        case .notFound, .methodNotAllowed: Route.ordinaryBodyLimit
        }
    }

    /// What a large body may take when it is read: its values in memory are ordinarily up to sixteen times its size.
    /// The size of a coded one is not known before: it counts as what its coding can hold, up to the route's limit.
    public func room(for request: HTTPRequest) -> Int {
        guard !request.body.isEmpty else { return 0 }
        let isCoded = request.headers.contains("content-encoding")
        guard isCoded || request.body.count > OutputBudget.smallBytes else { return 0 }
        var (limit, isFile) = (Route.ordinaryBodyLimit, false)
        if case .matched(let match) = router.lookup(request.method, path: request.path) {
            (limit, isFile) = (match.bodyLimit, match.endpoint.route.body?.isFile == true)
        }
        let count = isCoded ? min(request.body.count * Self.gzipRatio, limit) : request.body.count
        guard count > OutputBudget.smallBytes else { return 0 }
        // Files are read a row at a time, each of bounded size, beside a copy of the bytes.
        return count * (isFile ? 3 : 16)
    }

    /// How many bytes a byte in gzip stands for at most: DEFLATE writes 258 bytes with two bits, headers apart.
    private static let gzipRatio = 1032

    /// Answers a request.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        metrics.inFlight.add(1)
        var exchange = Exchange(requestID: requestIDs.id(for: request.headers), counts: unmatched)
        var response: HTTPResponse
        do {
            exchange.trace = TraceParent(request.headers)
            response = try await traced(request, &exchange)
        } catch {
            let problem = Problem(describing: error)
            if problem.type.status.code >= 500 { exchange.failure = answerLog.words(for: error) }
            let requestID = String(decoding: exchange.requestID, as: UTF8.self)
            response =
                switch exchange.dialect {
                case .v1: problem.response(requestID: requestID)
                case .app: failure(problem, at: request.path)
                }
            await AnswerCoding.apply(to: &response, for: request)
        }
        addCommonFields(to: &response, request, exchange)
        response.observer = AnswerRecord(request, response.status, exchange, answerLog)
        return response
    }

    /// To which table of routes a path would belong.
    private func dialect(at path: ArraySlice<UInt8>) -> Dialect {
        servesAppAPI && AppRoutes.own(path.drop { $0 == UInt8(ascii: "/") }) ? .app : .v1
    }

    private func failure(_ problem: Problem, at path: ArraySlice<UInt8>) -> HTTPResponse {
        let rest = path.drop { $0 == UInt8(ascii: "/") }
        return AppFailure(problem, saysCode: AppRoutes.isOfVocabulary(rest)).response
    }

    /// The problem of a request that the server refused before it was whole, readable for the origin's scripts.
    public func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse {
        let requestID = requestIDs.id(for: request.headers)
        var response =
            dialect(at: request.path) == .app
            ? failure(Problem(error), at: request.path)
            : Problem(error).response(requestID: String(decoding: requestID, as: UTF8.self))
        addIdentifyingFields(to: &response, requestID)
        response.headers.append("Cache-Control", "no-store")
        cors.decorate(&response.headers, for: request.headers)
        response.observer = RefusalRecord(error, response.status, request, requestID, unmatched, answerLog)
        return response
    }

    /// Answers within the request's trace, which calls of a table at an endpoint then carry.
    private func traced(_ request: HTTPRequest, _ exchange: inout Exchange) async throws -> HTTPResponse {
        guard let trace = exchange.trace else { return try await answer(request, &exchange) }
        return try await TraceContext.$parent.withValue(trace.text) { try await answer(request, &exchange) }
    }

    /// The path, for the app's calls without empty segments at its start: the app joins its base URL, which may end in
    /// a slash, and the path as texts.
    private func path(of head: HTTPRequestHead) -> ArraySlice<UInt8> {
        let path = head.path
        guard servesAppAPI, path.count > 1, path[path.startIndex + 1] == UInt8(ascii: "/") else { return path }
        let rest = path.drop { $0 == UInt8(ascii: "/") }
        return AppRoutes.own(rest) ? path.suffix(rest.count + 1) : path
    }

    private func answer(_ request: HTTPRequest, _ exchange: inout Exchange) async throws -> HTTPResponse {
        let path = path(of: request.head)
        do throws(Problem) { try limitAddress(request, &exchange) } catch {
            exchange.dialect = dialect(at: path)
            throw error
        }
        switch router.lookup(request.method, path: path) {
        case .notFound:
            exchange.dialect = dialect(at: path)
            if cors.isPreflight(request) { return cors.preflight(request, []) }
            throw Problem.notFound("resource")
        case .methodNotAllowed(let allowed):
            exchange.dialect = dialect(at: path)
            if cors.isPreflight(request) { return cors.preflight(request, allowed) }
            if request.method == .options { return Self.options(allowed) }
            throw Problem(
                .methodNotAllowed, "The resource does not support this method.", headers: [Self.allow(allowed)])
        case .matched(let match):
            exchange.dialect = match.endpoint.route.dialect
            exchange.counts = match.endpoint.counts
            return try await run(match, request, &exchange)
        }
    }

    /// Counts the request for its address, except what monitors ask for and what browsers ask before a call.
    private func limitAddress(_ request: HTTPRequest, _ exchange: inout Exchange) throws(Problem) {
        exchange.client = addresses.of(request)
        guard let addressLimit, !OperationRoutes.isForMonitors(request.path), !cors.isPreflight(request) else { return }
        try take(addressLimit, exchange.client.network, &exchange)
    }

    private func take(_ limit: NamedLimit, _ key: String, _ exchange: inout Exchange) throws(Problem) {
        let verdict = limit.take(key)
        exchange.otherVerdicts.append(verdict)
        guard verdict.verdict.isAllowed else { throw tooMany(verdict.verdict) }
    }

    /// What the resource can do (RFC 9110, section 9.3.7).
    private static func options(_ methods: [HTTPMethod]) -> HTTPResponse {
        var response = HTTPResponse(status: .noContent)
        let (name, methods) = allow(methods)
        response.headers.append(name, methods)
        return response
    }

    /// `Allow`: the methods of a resource, and the one that asks for them.
    private static func allow(_ methods: [HTTPMethod]) -> (HTTPFieldName, HTTPFieldValue) {
        ("Allow", HTTPFieldValue((methods + [.options]).map(\.description).joined(separator: ", ")) ?? "OPTIONS")
    }

    private func run(
        _ match: Router<Endpoint>.Match, _ request: HTTPRequest, _ exchange: inout Exchange
    ) async throws -> HTTPResponse {
        let route = match.endpoint.route
        let now = clock.now
        var principal = Principal.nobody
        if route.access != .open {
            let known = try await authenticator.token(of: request, mayStandAlone: route.dialect == .app, now: now)
            let token = known.token
            // With several issuers a subject alone can be two people.
            let caller = token.issuer + "\n" + token.subject
            if log.level >= .info { exchange.caller = callerNames.name(of: token) }
            // Services act for all users at once, so that a user's limit would not fit them.
            if let limiter, !token.isOfService {
                let verdict = limiter.take(caller, now: Int(truncatingIfNeeded: MonotonicTime.now.nanoseconds))
                exchange.verdict = verdict
                guard verdict.isAllowed else { throw tooMany(verdict) }
            }
            // So would the limit of the address that they share.
            if token.isOfService { addressLimit?.giveBack(exchange.client.network) }
            if route.isFile, let fileLimit, !token.isOfService {
                try take(fileLimit, caller, &exchange)
            }
            if let writeLimit, !token.isOfService, request.method != .get, request.method != .head {
                try take(writeLimit, caller, &exchange)
            }
            if let memo, route.isRemembered, request.method == .get, request.body.isEmpty {
                return try await remembered(memo, match, request, known, exchange.requestID, now).response(to: request)
            }
            principal = try await self.principal(known, route, exchange.requestID, at: now)
        }
        let call = Call(
            context: context, request: request, route: match.endpoint.name, parameters: match.parameters,
            principal: principal, requestID: exchange.requestID, now: now)
        return try await run(route, call).response(to: request)
    }

    /// The answer to a call of a token's bearer, given again when it was remembered.
    private func remembered(
        _ memo: AnswerMemo, _ match: Router<Endpoint>.Match, _ request: HTTPRequest, _ known: KnownToken,
        _ requestID: [UInt8], _ now: Timestamp
    ) async throws -> Answer {
        let key = AnswerMemo.Key(known, request)
        switch memo.look(key, at: now) {
        case .known(let answer): return answer
        case .new: return try await answer(match, request, known, requestID, now)
        case .repeated(let stamps):
            let trace = ReadTrace()
            let answer = try await ReadTrace.$current.withValue(trace) {
                try await self.answer(match, request, known, requestID, now)
            }
            memo.note(answer, of: key, reading: trace.places, stamps, at: now)
            return answer
        }
    }

    private func answer(
        _ match: Router<Endpoint>.Match, _ request: HTTPRequest, _ known: KnownToken, _ requestID: [UInt8],
        _ now: Timestamp
    ) async throws -> Answer {
        let route = match.endpoint.route
        let call = Call(
            context: context, request: request, route: match.endpoint.name, parameters: match.parameters,
            principal: try await principal(known, route, requestID, at: now), requestID: requestID, now: now)
        return try await run(route, call)
    }

    private func principal(
        _ known: KnownToken, _ route: Route, _ requestID: [UInt8], at now: Timestamp
    ) async throws -> Principal {
        do { return try await authenticator.principal(known, for: route) } catch let refused as RefusedCaller {
            await note(refused, requestID, at: now)
            throw refused.problem
        }
    }

    /// Notes in an audit trail who is refused. A trail that cannot be written changes nothing about that.
    private func note(_ refused: RefusedCaller, _ requestID: [UInt8], at now: Timestamp) async {
        let context = { (actor: WriteContext.Actor) in WriteContext(actor, at: now, requestID: requestID) }
        do throws(RepositoryError) {
            switch refused {
            case .learner(let user): try await notes.refusal(.refusedToUser, of: user, context(.user(user)))
            case .deactivated(let user):
                try await notes.refusal(.refusedToDeactivated, of: user, context(.user(user)))
            case .erased(let identity): try await notes.outdatedToken(of: identity, context(.formerUser))
            }
        } catch {
            let why = answerLog.words(for: error)
            log.event(
                .error, "audit-failed", clock: clock,
                [("request_id", .string(String(decoding: requestID, as: UTF8.self))), ("why", .string(why))])
        }
    }

    private var notes: EventNotes { context.notes }

    /// Reading and checking a large body takes long: not on the event loop. Files of cards block besides, so that they
    /// have threads of their own.
    private func run(_ route: Route, _ call: Call) async throws -> Answer {
        if route.body?.isFile == true {
            return try await withTaskExecutorPreference(context.cardFileThreads) { try await answer(route, call) }
        }
        let isLong =
            call.request.body.count > Offload.threshold || call.request.headers.contains("content-encoding")
        guard isLong else { return try await answer(route, call) }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { try await answer(route, call) }
    }

    private func answer(_ route: Route, _ call: Call) async throws -> Answer {
        guard let replay = route.replay else { return try await route.run(call) }
        guard let key = try IdempotencyKey(call.request.headers) else {
            return route.isFile ? try await idempotentCalls.resume(call, route) : try await route.run(call)
        }
        return try await idempotentCalls.answer(call, key, route, replay)
    }

    private func tooMany(_ verdict: RateLimiter.Verdict) -> Problem {
        metrics.rateLimited.add()
        return Problem(
            .tooManyRequests, "Too many requests; try again in \(verdict.seconds) seconds.",
            headers: [("Retry-After", HTTPFieldValue(decimal: verdict.seconds))])
    }
}

// MARK: - What every answer carries

extension LexiResponder {
    private func addCommonFields(to response: inout HTTPResponse, _ request: HTTPRequest, _ exchange: Exchange) {
        addIdentifyingFields(to: &response, exchange.requestID)
        if !response.headers.contains("cache-control") { response.headers.append("Cache-Control", "no-store") }
        for verdict in exchange.otherVerdicts { verdict.append(to: &response.headers) }
        if let verdict = exchange.verdict { limitFields?.append(verdict, to: &response.headers) }
        cors.decorate(&response.headers, for: request.headers)
    }

    private func addIdentifyingFields(to response: inout HTTPResponse, _ requestID: [UInt8]) {
        if let requestID = HTTPFieldValue(bytes: requestID) { response.headers.append("X-Request-Id", requestID) }
        response.headers.append("X-Content-Type-Options", "nosniff")
    }
}
