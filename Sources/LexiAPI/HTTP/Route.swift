import HTTPServer
import JSONText
import Lexi

/// Who may call a route.
enum Access: Sendable, Equatable {
    /// Anybody, without a token.
    case open
    /// Who has a valid token of a person: only registering needs no more.
    case subject
    /// A registered user, deactivated or not: reading and deleting the own account.
    case account
    /// A registered user who is active.
    case user
    /// A registered, active user with the role ADMIN.
    case admin
    /// A service (scope `lexi/service`).
    case service
    /// A registered, active user, or a service.
    case userOrService
}

/// Whether a route writes only what the caller has seen.
enum Precondition: Sendable, Equatable {
    /// It takes no precondition.
    case none
    /// `If-Match` must be there (428) and name the entity's version (412).
    case ifMatch
}

/// An answer that a route gives when all goes well, as the OpenAPI document tells it.
struct DeclaredAnswer: Sendable {
    var status: HTTPStatus
    var description: String
    var schema: Schema?
    var mediaType = "application/json"
    var hasTag = false
    var hasLocation = false

    static func ok(_ schema: Schema, tag: Bool = false) -> DeclaredAnswer {
        DeclaredAnswer(status: .ok, description: "Done.", schema: schema, hasTag: tag)
    }

    static func created(_ schema: Schema, tag: Bool = false) -> DeclaredAnswer {
        DeclaredAnswer(status: .created, description: "Made.", schema: schema, hasTag: tag, hasLocation: true)
    }

    static func other(_ mediaType: String, _ description: String) -> DeclaredAnswer {
        DeclaredAnswer(status: .ok, description: description, schema: .text(), mediaType: mediaType)
    }

    static let noContent = DeclaredAnswer(status: .noContent, description: "Done; there is nothing to say.")
}

/// What the OpenAPI document says of a route beside its form.
struct RouteSummary: Sendable {
    /// Its name in generated clients (`operationId`).
    var id: String
    /// The group that it is shown in.
    var tag: String
    /// One sentence.
    var text: String

    init(_ id: String, _ tag: String, _ text: String) {
        self.id = id
        self.tag = tag
        self.text = text
    }
}

/// A call of the API, declared once: the router, the checks and the OpenAPI document all go by this value.
///
/// The order of the checks is the same for all: authentication and role (the seam), existence and ownership (`target`),
/// precondition, content (query and body), and then the handler.
struct Route: Sendable {
    /// The largest body of an ordinary call, in bytes.
    static let ordinaryBodyLimit = 1 << 20

    let method: HTTPMethod
    /// With parameters in braces.
    let path: String
    let summary: RouteSummary
    let access: Access
    let query: [QueryParameter]
    let body: BodyForm?
    let precondition: Precondition
    let answers: [DeclaredAnswer]
    /// Problems beyond those that follow from the rest of the declaration.
    let problems: [ProblemType]
    /// Answers an authenticated call.
    let run: @Sendable (Call) async throws -> Answer

    /// A route that works on an entity which the path names.
    init<Entity: Sendable>(
        _ method: HTTPMethod, _ path: String, _ summary: RouteSummary, access: Access, target: Target<Entity>,
        query: [QueryParameter] = [], body: BodyForm? = nil, precondition: Precondition = .none,
        answers: [DeclaredAnswer], problems: [ProblemType] = [],
        handle: @escaping @Sendable (Call, Entity) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.access = access
        self.query = query
        self.body = body
        self.precondition = precondition
        self.answers = answers
        self.problems = problems
        run = { call in
            let entity = try await target.load(call)
            if precondition == .ifMatch { try call.checkIfMatch(target.tag(entity)) }
            var call = call
            try call.readContent(query, body)
            return try await handle(call, entity)
        }
    }

    /// A route that works on nothing that was there before.
    init(
        _ method: HTTPMethod, _ path: String, _ summary: RouteSummary, access: Access, query: [QueryParameter] = [],
        body: BodyForm? = nil, answers: [DeclaredAnswer], problems: [ProblemType] = [],
        handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.init(
            method, path, summary, access: access, target: Target<Void>.nothing, query: query, body: body,
            answers: answers, problems: problems
        ) { call, _ in try await handle(call) }
    }

    /// How large its body may be, in bytes.
    var bodyLimit: Int { body == nil ? 0 : Self.ordinaryBodyLimit }
}

/// What a route works on: how to find it on behalf of the caller, and its tag.
struct Target<Entity: Sendable>: Sendable {
    /// Finds it; throws 404 when it is not there or not the caller's.
    var load: @Sendable (Call) async throws -> Entity
    /// The tag that `If-Match` is held against.
    var tag: @Sendable (Entity) -> EntityTag?

    init(
        load: @escaping @Sendable (Call) async throws -> Entity,
        tag: @escaping @Sendable (Entity) -> EntityTag? = { _ in nil }
    ) {
        self.load = load
        self.tag = tag
    }
}

extension Target where Entity == Void {
    static let nothing = Target(load: { _ in })
}
