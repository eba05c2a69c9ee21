import HTTPServer

/// The page at `/`, which says what this is and where to go.
enum WelcomePage {
    static func route(version: String) -> Route {
        let page = HTMLPage.answer(title: "Lexi", content: content(version: version))
        return Route(
            .get, "/", RouteSummary("welcome", "operations", "A page that says what this is and where to go."),
            access: .open, unknownParameters: .ignored, answers: [HTMLPage.declared]
        ) { _ in page }
    }

    private static func content(version: String) -> String {
        """
        <p>This is the backend of Lexi, an app with which Vietnamese speakers practise English: words on a spaced schedule,
        and role-play conversations. It speaks JSON over HTTP; version \(version).</p>
        <ul>
        <li><a href="/openapi.json">/openapi.json</a> describes every call.</li>
        <li><a href="/v1/scenarios">/v1/scenarios</a> lists the conversations that can be practised; no token is needed.</li>
        <li><a href="/health/ready">/health/ready</a> says whether the service is ready, <a href="/metrics">/metrics</a> how
        it does.</li>
        <li>Everything else needs a token: <code>lexi token --sub me --email me@example.com</code> makes one, and
        <code>POST /v1/users</code> with it registers.</li>
        </ul>
        """
    }
}
