/// What a router found.
public enum RouteMatch<Endpoint: Sendable>: Sendable {
    /// A route.
    case matched(Router<Endpoint>.Match)
    /// No route has this path.
    case notFound
    /// Routes have this path, for these methods only.
    case methodNotAllowed(allow: [HTTPMethod])
}
