import HTTPServer
import Lexi

/// A call of the API, declared once: the router, the checks and the OpenAPI document all go by this value.
///
/// The order of the checks is the same for all: authentication and role (the seam), existence and ownership (`target`),
/// precondition, content (query and body), and then the handler.
struct Route: Sendable {
    /// The largest body of an ordinary call, in bytes.
    static let ordinaryBodyLimit = 1 << 20
    /// The largest body, in bytes, that a call which takes none ignores: some clients send one with GET or DELETE.
    static let ignoredBodyLimit = 1 << 14

    let method: HTTPMethod
    /// With parameters in braces.
    let path: String
    let summary: RouteSummary
    let access: Access
    let query: [QueryParameter]
    /// What becomes of query parameters that the call does not have.
    let unknownParameters: UnknownParameters
    let body: BodyForm?
    let precondition: Precondition
    /// Which table of routes it belongs to.
    let dialect: Dialect
    /// What is read of the user who calls.
    let reading: CallerReading
    let answers: [DeclaredAnswer]
    /// Problems beyond those that follow from the rest of the declaration.
    let problems: [ProblemType]
    /// Answers an authenticated call.
    let run: @Sendable (Call) async throws -> Answer
    /// Whether answers of it are remembered: see ``AnswerMemo``.
    private(set) var isRemembered = false
    /// For a call that makes something: answers what it made again, for a request with a known idempotency key.
    let replay: Replay?

    /// Makes the answer of what a call made, as it was given then.
    typealias Replay = @Sendable (Call, KeptResult) async throws -> Answer

    /// A route that works on an entity which the path names.
    init<Entity: Sendable>(
        _ method: HTTPMethod, _ path: String, _ summary: RouteSummary, access: Access, target: Target<Entity>,
        query: [QueryParameter] = [], unknownParameters: UnknownParameters = .refused, body: BodyForm? = nil,
        precondition: Precondition = .none, dialect: Dialect = .v1, reading: CallerReading = .user,
        answers: [DeclaredAnswer], problems: [ProblemType] = [], replay: Replay? = nil,
        handle: @escaping @Sendable (Call, Entity) async throws -> Answer
    ) {
        self.replay = replay
        self.method = method
        self.path = path
        self.summary = summary
        self.access = access
        self.query = query
        self.unknownParameters = unknownParameters
        self.body = body
        self.precondition = precondition
        self.dialect = dialect
        self.reading = reading
        self.answers = answers
        self.problems = problems
        run = { call in
            let entity = try await target.load(call)
            if dialect == .v1 { try call.checkPreconditions(method, precondition, target.tag(entity)) }
            var call = call
            try call.readContent(query, unknownParameters, body)
            return try await handle(call, entity)
        }
    }

    /// A route that works on nothing that was there before.
    init(
        _ method: HTTPMethod, _ path: String, _ summary: RouteSummary, access: Access, query: [QueryParameter] = [],
        unknownParameters: UnknownParameters = .refused, body: BodyForm? = nil, dialect: Dialect = .v1,
        reading: CallerReading = .user, answers: [DeclaredAnswer], problems: [ProblemType] = [], replay: Replay? = nil,
        handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.init(
            method, path, summary, access: access, target: Target<Void>.nothing, query: query,
            unknownParameters: unknownParameters, body: body, dialect: dialect, reading: reading,
            answers: answers, problems: problems, replay: replay
        ) { call, _ in try await handle(call) }
    }

    /// The same, its answers remembered for as long as they say they hold (``Answer/holdsThrough``). It must have no
    /// effects, and depend on nothing but the caller's token, the target, the table and the time.
    var remembered: Route {
        var route = self
        route.isRemembered = true
        return route
    }

    /// Whether it takes or gives a whole file, which costs as much as many other calls.
    var isFile: Bool { body?.isFile == true || path.hasSuffix("/export") }

    /// How large its body may be, in bytes.
    var bodyLimit: Int { body?.limit ?? Self.ignoredBodyLimit }
}
