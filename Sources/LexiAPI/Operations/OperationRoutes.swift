import HTTPServer
import JSONText
import Lexi

/// The calls about the service itself: health, metrics, its description, and a page for people.
struct OperationRoutes {
    let metrics: Metrics
    let readiness: Readiness
    let resources: [Route]
    let version: String

    /// Methods and paths, in the order of `routes`: the metrics are made before the routes that tell them.
    static let shapes: [RouteName] = ["/health/live", "/health/ready", "/metrics", "/openapi.json", "/"].map {
        RouteName(method: .get, path: $0)
    }

    private static let seconds = 60

    var routes: [Route] {
        let others = [live, ready, metricsRoute]
        let page = welcome
        let bytes = OpenAPI(
            routes: resources + others + [description(document: []), page], components: Resources.components,
            version: version
        ).document.serialized()
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

    private static let healthy = Answer.ok(Array(#"{"status":"ok"}"#.utf8))

    private var metricsRoute: Route {
        Route(
            .get, "/metrics", RouteSummary("metrics", "operations", "Figures of the service (Prometheus text)."),
            access: .open, answers: [.other("text/plain; version=0.0.4; charset=utf-8", "The figures.")]
        ) { _ in
            var answer = Answer.ok(Array(metrics.text().utf8))
            answer.contentType = "text/plain; version=0.0.4; charset=utf-8"
            return answer
        }
    }

    private func description(document: [UInt8]) -> Route {
        var answer = Answer.ok(document).taggedByContent
        answer.publicSeconds = Self.seconds
        answer.isFixed = true
        let fixed = answer
        return Route(
            .get, "/openapi.json", RouteSummary("describe", "operations", "This document."), access: .open,
            answers: [.ok(.any, tag: true)]
        ) { _ in fixed }
    }

    private var welcome: Route {
        var answer = Answer.ok(Array(Self.page(version: version).utf8)).taggedByContent
        answer.contentType = "text/html; charset=utf-8"
        answer.publicSeconds = Self.seconds
        answer.isFixed = true
        let fixed = answer
        var declared = DeclaredAnswer.other("text/html; charset=utf-8", "The page.")
        declared.hasTag = true
        return Route(
            .get, "/", RouteSummary("welcome", "operations", "A page that says what this is and where to go."),
            access: .open, answers: [declared]
        ) { _ in fixed }
    }

    private static func page(version: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Lexi</title>
        <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}</style>
        <h1>Lexi</h1>
        <p>This is the backend of Lexi, an app with which Vietnamese speakers practise English: words on a spaced schedule, and
        role-play conversations. It speaks JSON over HTTP; version \(version).</p>
        <ul>
        <li><a href="/openapi.json">/openapi.json</a> describes every call.</li>
        <li><a href="/v1/scenarios">/v1/scenarios</a> lists the conversations that can be practised; no token is needed.</li>
        <li><a href="/health/ready">/health/ready</a> says whether the service is ready, <a href="/metrics">/metrics</a> how it
        does.</li>
        <li>Everything else needs a token: <code>lexi token --sub me --email me@example.com</code> makes one, and
        <code>POST /v1/users</code> with it registers.</li>
        </ul>
        </html>

        """
    }
}
