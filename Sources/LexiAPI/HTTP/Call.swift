import HTTPServer
import Lexi

/// A request on its way through a route, after the caller is known.
struct Call: Sendable {
    let context: CallContext
    let request: HTTPRequest
    let route: RouteName
    let parameters: PathParameters
    let principal: Principal
    /// The request's name in the log, in UTF-8.
    let requestID: [UInt8]
    /// When the request is answered; one time for all of it.
    let now: Timestamp
    /// The call as its idempotency key makes it one, if it has a key; also while its answer is given again.
    var idempotent: IdempotentCall?
    private(set) var query = QueryValues()
    private(set) var body = Body.empty

    init(
        context: CallContext, request: HTTPRequest, route: RouteName, parameters: PathParameters, principal: Principal,
        requestID: [UInt8] = [], now: Timestamp
    ) {
        self.context = context
        self.request = request
        self.route = route
        self.parameters = parameters
        self.principal = principal
        self.requestID = requestID
        self.now = now
    }

    /// Reads and checks query and body, as far as form goes.
    mutating func readContent(
        _ declared: [QueryParameter], _ unknown: UnknownParameters, _ form: BodyForm?
    ) throws(Problem) {
        query = try QueryValues(request.query, declared, unknown)
        if let form { body = try Body.read(request, form) }
    }
}
