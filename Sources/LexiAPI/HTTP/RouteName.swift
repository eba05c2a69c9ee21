import HTTPServer

/// Method and path template of a route: its name in cursors, logs and metrics.
struct RouteName: Sendable {
    let method: HTTPMethod
    let path: String

    var text: String { "\(method) \(path)" }
}
