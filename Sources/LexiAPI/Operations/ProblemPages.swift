import HTTPServer

/// The pages to which the `type` of a problem leads (RFC 9457, section 3.1.1).
enum ProblemPages {
    /// One page for each type, made once.
    private static let pages = Dictionary(
        uniqueKeysWithValues: ProblemType.allCases.map { ($0.rawValue, page(of: $0)) })

    static let route = Route(
        .get, "/problems/{name}",
        RouteSummary("describeProblem", "operations", "A page that explains a kind of problem."), access: .open,
        target: Target<Answer>(load: { call in
            guard let name = call.parameters.string("name"), let page = pages[name] else {
                throw Problem.notFound("kind of problem")
            }
            return page
        }), unknownParameters: .ignored, answers: [HTMLPage.declared]
    ) { _, page in page }

    private static func page(of type: ProblemType) -> Answer {
        HTMLPage.answer(
            title: type.title,
            content: """
                <p>The status is \(type.status.code). \(type.advice)</p>
                <p>The answer's <code>detail</code> says what was wrong with the request, and its <code>request_id</code>
                names it in the service's log. <a href="/openapi.json">/openapi.json</a> lists the problems of each call.</p>
                """)
    }
}
