import HTTPServer
import Lexi
import LexiUseCases

extension Routes {
    /// What services are for.
    static let forServices: [Route] = [
        Route(
            .get, "/v1/service/scoring-jobs",
            RouteSummary("scoringJobs", "service", "Sessions that await their scores, the longest first."),
            access: .service,
            query: QueryParameter.paging, answers: [.ok(Resources.list(of: "ScoringJob"))]
        ) { call in
            let page = try await call.scoring.jobs(try call.page())
            return .list(page.items, nextCursor: call.cursor(after: page)) {
                Resources.write(job: $0, now: call.now, to: &$1)
            }
        }
    ]
}
