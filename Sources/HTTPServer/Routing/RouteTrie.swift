import HTTPText

/// The tree of a router. It knows routes by number, so that it is not generic: a generic tree pays for looking up
/// its own types at every step.
struct RouteTrie: Sendable {
    enum Found {
        case route(Route, PathParameters)
        case notFound
        case methodNotAllowed(allow: [HTTPMethod])
    }

    struct Route: Sendable {
        let method: HTTPMethod
        let pattern: String
        let parameters: [String]
        let index: Int
    }

    private struct Node: Sendable {
        var literals: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        var routes: [Route] = []
    }

    private var nodes = [Node()]

    /// Adds the route with the number `index`.
    mutating func add(_ method: HTTPMethod, _ pattern: String, _ index: Int) throws(RouterError) {
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
        nodes[node].routes.append(Route(method: method, pattern: pattern, parameters: parameters, index: index))
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
}

// Looking up: on the bytes of the path, so that nothing is allocated but the values of parameters.
extension RouteTrie {
    /// Finds the route of `method` and `path`.
    func lookup(_ method: HTTPMethod, path: ArraySlice<UInt8>) -> Found {
        path.withUnsafeBufferPointer { bytes in
            guard bytes.first == UInt8(ascii: "/") else { return .notFound }
            var search = Search(method: method)
            if bytes.count == 1 { arrive(0, &search) } else { descend(0, bytes, from: 1, &search) }
            return result(of: search, bytes)
        }
    }

    private struct Search {
        let method: HTTPMethod
        var found: (node: Int, route: Int)?
        /// Where the values of the parameters stand in the path.
        var values: [Range<Int>] = []
        /// One bit for each method of the routes that have the path.
        var allowed: UInt8 = 0
    }

    /// Literals first, then the parameter, unless the literals lead to routes: those have the path for themselves,
    /// whatever their methods, or `Allow` would name methods that never find anything. No deeper than the patterns.
    private func descend(_ node: Int, _ path: UnsafeBufferPointer<UInt8>, from start: Int, _ search: inout Search) {
        guard start <= path.count else { return arrive(node, &search) }
        guard !nodes[node].literals.isEmpty || nodes[node].parameter != nil else { return }
        var end = start
        var isEscaped = false
        while end < path.count, path[end] != UInt8(ascii: "/") {
            if path[end] == UInt8(ascii: "%") { isEscaped = true }
            end += 1
        }
        let raw = UnsafeBufferPointer(rebasing: path[start..<end])
        let literal: Int?
        if isEscaped {
            guard let decoded = PercentEncoding.decode(Array(raw)[...]) else { return }
            guard decoded.withUnsafeBufferPointer(Self.isSegment) else { return }
            literal = decoded.withUnsafeBufferPointer { literalChild(of: node, $0) }
        } else {
            guard Self.isSegment(raw) else { return }
            literal = literalChild(of: node, raw)
        }
        if let literal { descend(literal, path, from: end + 1, &search) }
        if search.found == nil, search.allowed == 0, let parameter = nodes[node].parameter {
            search.values.append(start..<end)
            descend(parameter, path, from: end + 1, &search)
            if search.found == nil { search.values.removeLast() }
        }
    }

    private func arrive(_ node: Int, _ search: inout Search) {
        var fallback: Int?
        for index in nodes[node].routes.indices {
            let method = nodes[node].routes[index].method
            if method == search.method {
                search.found = (node, index)
                return
            }
            if method == .get {
                fallback = index
                search.allowed |= 1 << HTTPMethod.head.rawValue
            }
            search.allowed |= 1 << method.rawValue
        }
        if search.method == .head, let fallback { search.found = (node, fallback) }
    }

    private func result(of search: Search, _ path: UnsafeBufferPointer<UInt8>) -> Found {
        guard let found = search.found else {
            guard search.allowed != 0 else { return .notFound }
            return .methodNotAllowed(allow: HTTPMethod.allCases.filter { search.allowed >> $0.rawValue & 1 == 1 })
        }
        let route = nodes[found.node].routes[found.route]
        let values = search.values.map { range in
            let raw = Array(path[range])
            return raw.contains(UInt8(ascii: "%")) ? PercentEncoding.decode(raw[...]) ?? raw : raw
        }
        return .route(route, PathParameters(names: route.parameters, values: values))
    }

    private func literalChild(of node: Int, _ segment: UnsafeBufferPointer<UInt8>) -> Int? {
        for index in nodes[node].literals.indices where Self.matches(nodes[node].literals[index].segment, segment) {
            return nodes[node].literals[index].node
        }
        return nil
    }

    @inline(__always)
    private static func matches(_ literal: [UInt8], _ segment: UnsafeBufferPointer<UInt8>) -> Bool {
        guard literal.count == segment.count else { return false }
        for index in 0..<segment.count where literal[index] != segment[index] { return false }
        return true
    }

    /// Whether a decoded segment can match anything: it is neither empty nor a dot segment.
    private static func isSegment(_ segment: UnsafeBufferPointer<UInt8>) -> Bool {
        !segment.isEmpty && !(segment.count <= 2 && segment.allSatisfy { $0 == UInt8(ascii: ".") })
    }
}
