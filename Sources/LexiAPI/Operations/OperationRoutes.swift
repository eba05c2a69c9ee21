import HTTPServer
import JSONText
import Lexi

/// The calls about the service itself: health, metrics, its description, and a page for people.
struct OperationRoutes {
    let metrics: Metrics
    let readiness: Readiness
    let resources: [Route]
    let version: String
    /// Whether `/metrics` is among them; it may have a separate address.
    let servesMetrics: Bool

    /// For how long others may keep what changes with the program alone, in seconds.
    static let publicSeconds = 60

    /// Whether monitors and supervisors ask for a path, which no limit of an address keeps from them.
    static func isForMonitors(_ path: ArraySlice<UInt8>) -> Bool {
        path.starts(with: "/health/".utf8) || path.elementsEqual("/metrics".utf8)
    }

    var routes: [Route] {
        let others = [live, ready] + (servesMetrics ? [metricsRoute] : []) + [adminMetricsRoute, ProblemPages.route]
        let page = WelcomePage.route
        let bytes =
            OpenAPI(
                routes: resources + others + [description(document: []), page], components: Resources.components,
                version: version
            ).document.serialized() + [UInt8(ascii: "\n")]
        return others + [description(document: bytes), page]
    }

    private var live: Route {
        Route(
            .get, "/health/live", RouteSummary("isLive", "operations", "Whether the process runs."), access: .open,
            answers: [.ok(.component("Health"))]
        ) { _ in Self.healthy }
    }

    private var ready: Route {
        Route(
            .get, "/health/ready", RouteSummary("isReady", "operations", "Whether the table answers."), access: .open,
            answers: [.ok(.component("Health"))]
        ) { _ in
            guard await readiness.isReady() else { throw Problem.unavailable("The table does not answer.") }
            return Self.healthy
        }
    }

    private static let healthy = Answer.ok(Array("{\"status\":\"ok\"}\n".utf8))

    private var metricsRoute: Route {
        Route(
            .get, "/metrics", RouteSummary("metrics", "operations", "Figures of the service (Prometheus text)."),
            access: .open, answers: [Self.figures]
        ) { _ in figures(forOperators: false) }
    }

    /// The same for admins, with what others may not see. Where `/metrics` has an address that only a monitor reaches,
    /// the page at `/` shows the figures to them alone.
    private var adminMetricsRoute: Route {
        Route(
            .get, "/v1/admin/metrics",
            RouteSummary("adminMetrics", "admin", "Figures of the service, also where /metrics has another address."),
            access: .admin, answers: [Self.figures]
        ) { _ in figures(forOperators: true) }
    }

    private static let figures = DeclaredAnswer.other("text/plain; version=0.0.4; charset=utf-8", "The figures.")

    private func figures(forOperators: Bool) -> Answer {
        var answer = Answer.ok(Array(metrics.text(forOperators: forOperators).utf8))
        answer.contentType = MetricsResponder.contentType
        return answer
    }

    private func description(document: [UInt8]) -> Route {
        var answer = Answer.ok(document).taggedByContent
        answer.publicSeconds = Self.publicSeconds
        let fixed = answer.keptForAll
        return Route(
            .get, "/openapi.json", RouteSummary("describe", "operations", "This document."), access: .open,
            answers: [.ok(.any, tag: true)]
        ) { _ in fixed }
    }
}
