/// Finds what answers a method and a path. Patterns are like `/v1/flashcards/{id}`: a segment is literal or one parameter. A
/// literal wins over a parameter; HEAD falls back to GET. Segments are compared as bytes after decoding, so that `%2F` stays
/// inside its segment. Empty and dot segments and a trailing slash match nothing.
public struct Router<Endpoint: Sendable>: Sendable {
    private struct Route: Sendable {
        let method: HTTPMethod
        let pattern: String
        let parameters: [String]
        let bodyLimit: Int
        let endpoint: Endpoint
    }

    private struct Node: Sendable {
        var literals: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        var routes: [Route] = []
    }

    private var nodes = [Node()]
    private var depth = 0

    /// No routes.
    public init() {}

    /// Adds a route; `bodyLimit` in bytes. Throws when the pattern is malformed, or when the same method and shape (whatever
    /// the parameters are called) is already there.
    public mutating func add(
        _ method: HTTPMethod, _ pattern: String, bodyLimit: Int = 0, _ endpoint: Endpoint
    ) throws(RouterError) {
        let segments = try RoutePattern.segments(of: pattern)
        var node = 0
        var parameters: [String] = []
        for segment in segments {
            switch segment {
            case .literal(let bytes): node = child(of: node, literal: bytes)
            case .parameter(let name):
                guard !parameters.contains(name) else {
                    throw .invalidPattern(pattern, "the parameter {\(name)} stands twice")
                }
                parameters.append(name)
                node = parameterChild(of: node)
            }
        }
        if let other = nodes[node].routes.first(where: { $0.method == method }) {
            throw .duplicate(method, pattern, existing: other.pattern)
        }
        depth = max(depth, segments.count)
        nodes[node].routes.append(
            Route(method: method, pattern: pattern, parameters: parameters, bodyLimit: bodyLimit, endpoint: endpoint))
    }

    /// Finds the route of `method` and `path`, which is as it was received (see ``HTTPRequestHead/path``).
    public func lookup(_ method: HTTPMethod, path: ArraySlice<UInt8>) -> RouteMatch<Endpoint> {
        var search = Search(method: method)
        guard let segments = Self.split(path, most: depth) else { return .notFound }
        descend(0, segments[...], [], &search)
        if let found = search.found {
            return .matched(
                Match(
                    endpoint: found.endpoint, pattern: found.pattern, bodyLimit: found.bodyLimit,
                    parameters: PathParameters(names: found.parameters, values: search.values)))
        }
        guard !search.allowed.isEmpty else { return .notFound }
        return .methodNotAllowed(allow: HTTPMethod.allCases.filter(search.allowed.contains))
    }

    private struct Search {
        let method: HTTPMethod
        var found: Route?
        var values: [[UInt8]] = []
        var allowed: Set<HTTPMethod> = []
    }

    /// Literals first, then the parameter; a way that ends without a route for the method is left again.
    private func descend(_ node: Int, _ segments: ArraySlice<[UInt8]>, _ values: [[UInt8]], _ search: inout Search) {
        guard let segment = segments.first else { return arrive(node, values, &search) }
        let rest = segments.dropFirst()
        if let literal = nodes[node].literals.first(where: { $0.segment == segment }) {
            descend(literal.node, rest, values, &search)
        }
        if search.found == nil, let parameter = nodes[node].parameter {
            descend(parameter, rest, values + [segment], &search)
        }
    }

    private func arrive(_ node: Int, _ values: [[UInt8]], _ search: inout Search) {
        let routes = nodes[node].routes
        let exact = routes.first { $0.method == search.method }
        if let route = exact ?? (search.method == .head ? routes.first { $0.method == .get } : nil) {
            search.found = route
            search.values = values
            return
        }
        for route in routes {
            search.allowed.insert(route.method)
            if route.method == .get { search.allowed.insert(.head) }
        }
    }

    private mutating func child(of node: Int, literal: [UInt8]) -> Int {
        if let existing = nodes[node].literals.first(where: { $0.segment == literal }) { return existing.node }
        nodes.append(Node())
        nodes[node].literals.append((literal, nodes.count - 1))
        return nodes.count - 1
    }

    private mutating func parameterChild(of node: Int) -> Int {
        if let existing = nodes[node].parameter { return existing }
        nodes.append(Node())
        nodes[node].parameter = nodes.count - 1
        return nodes.count - 1
    }

    /// The decoded segments; nil when the path cannot match anything.
    private static func split(_ path: ArraySlice<UInt8>, most: Int) -> [[UInt8]]? {
        guard path.first == UInt8(ascii: "/") else { return nil }
        var segments: [[UInt8]] = []
        var start = path.startIndex + 1
        if start == path.endIndex { return segments }
        segments.reserveCapacity(most)
        while start <= path.endIndex {
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            guard segments.count < most, let segment = decodeSegment(path[start..<end]) else { return nil }
            segments.append(segment)
            start = end + 1
        }
        return segments
    }

    private static func decodeSegment(_ segment: ArraySlice<UInt8>) -> [UInt8]? {
        let decoded = segment.contains(UInt8(ascii: "%")) ? PercentEncoding.decode(segment) : Array(segment)
        guard let decoded, !decoded.isEmpty else { return nil }
        let isDots = decoded.count <= 2 && decoded.allSatisfy { $0 == UInt8(ascii: ".") }
        return isDots ? nil : decoded
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

/// What a router found.
public enum RouteMatch<Endpoint: Sendable>: Sendable {
    /// A route.
    case matched(Router<Endpoint>.Match)
    /// No route has this path.
    case notFound
    /// Routes have this path, but for these methods only.
    case methodNotAllowed(allow: [HTTPMethod])
}

/// The parameters of a path, decoded: they may hold any bytes but none at all.
public struct PathParameters: Sendable, Equatable {
    private let names: [String]
    private let values: [[UInt8]]

    init(names: [String], values: [[UInt8]]) {
        self.names = names
        self.values = values
    }

    /// The bytes of a parameter; nil when the pattern has none of this name.
    public func bytes(_ name: String) -> [UInt8]? {
        for index in names.indices where names[index] == name { return values[index] }
        return nil
    }

    /// A parameter as text; nil when there is none of this name or it is not UTF-8.
    public func string(_ name: String) -> String? {
        bytes(name).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
