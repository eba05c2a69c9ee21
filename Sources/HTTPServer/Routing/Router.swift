/// Finds what answers a method and a path. Patterns are like `/v1/flashcards/{id}`: a segment is literal or one
/// parameter. A literal wins over a parameter; HEAD falls back to GET. Segments are compared as bytes after decoding,
/// so that `%2F` stays inside its segment. Empty and dot segments and a trailing slash match nothing.
public struct Router<Endpoint: Sendable>: Sendable {
    private var trie = RouteTrie()
    private var endpoints: [(endpoint: Endpoint, bodyLimit: Int)] = []

    /// No routes.
    public init() {}

    /// Adds a route; `bodyLimit` in bytes. Throws when the pattern is malformed, or when the same method and shape
    /// (whatever the parameters are called) is already there.
    public mutating func add(
        _ method: HTTPMethod, _ pattern: String, bodyLimit: Int = 0, _ endpoint: Endpoint
    ) throws(RouterError) {
        try trie.add(method, pattern, endpoints.count)
        endpoints.append((endpoint, bodyLimit))
    }

    /// Finds the route of `method` and `path`, which is as it was received (see ``HTTPRequestHead/path``).
    public func lookup(_ method: HTTPMethod, path: ArraySlice<UInt8>) -> RouteMatch<Endpoint> {
        switch trie.lookup(method, path: path) {
        case .notFound: return .notFound
        case .methodNotAllowed(let allow): return .methodNotAllowed(allow: allow)
        case .route(let route, let parameters):
            let (endpoint, bodyLimit) = endpoints[route.index]
            return .matched(
                Match(endpoint: endpoint, pattern: route.pattern, bodyLimit: bodyLimit, parameters: parameters))
        }
    }
}

extension Router {
    /// A route that answers a request.
    public struct Match: Sendable {
        /// What was registered.
        public let endpoint: Endpoint
        /// The pattern as it was registered: a name for logs and metrics that holds nothing of the request.
        public let pattern: String
        /// The greatest body, in bytes.
        public let bodyLimit: Int
        /// What stood in the place of the parameters.
        public let parameters: PathParameters
    }
}
