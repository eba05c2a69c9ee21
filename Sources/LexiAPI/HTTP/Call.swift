import HTTPServer
import Lexi

/// A request on its way through a route, after the caller is known.
struct Call: Sendable {
    let context: CallContext
    let request: HTTPRequest
    let route: RouteName
    let parameters: PathParameters
    let principal: Principal
    /// When the request is answered; one time for all of it.
    let now: Timestamp
    private(set) var query = QueryValues()
    private(set) var body = Body.empty

    /// The repositories.
    var store: LexiStore { context.store }

    init(
        context: CallContext, request: HTTPRequest, route: RouteName, parameters: PathParameters, principal: Principal,
        now: Timestamp
    ) {
        self.context = context
        self.request = request
        self.route = route
        self.parameters = parameters
        self.principal = principal
        self.now = now
    }

    /// Reads and checks query and body, as far as form goes.
    mutating func readContent(_ declared: [QueryParameter], _ form: BodyForm?) throws(Problem) {
        query = try QueryValues(request.query, declared)
        if let form { body = try Body.read(request, form) }
    }

    /// Holds `If-Match` against the tag of the entity (RFC 9110, section 13.1.1).
    func checkIfMatch(_ tag: EntityTag?) throws(Problem) {
        let fields = request.headers.all("if-match")
        guard !fields.isEmpty else {
            throw Problem(.preconditionRequired, "Send If-Match with the ETag of the state that you have seen.")
        }
        guard let condition = EntityTagCondition(fields) else {
            throw Problem(.malformedRequest, "The header field If-Match is malformed.")
        }
        guard let tag, condition.matchesStrongly(tag) else {
            throw Problem(.stale, "The resource has changed since; read it again.")
        }
    }

    /// The version that a write must find: that of the entity which met `If-Match`, or any for `*`.
    func expected(_ version: Int) -> Int? {
        EntityTagCondition(request.headers.all("if-match")) == .any ? nil : version
    }
}
