import HTTPServer

/// Serves `/metrics`, and nothing else.
struct MetricsResponder: HTTPResponder {
    static let contentType: HTTPFieldValue = "text/plain; version=0.0.4; charset=utf-8"

    let metrics: Metrics

    func bodyLimit(for head: HTTPRequestHead) -> Int { Route.ignoredBodyLimit }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard request.path.elementsEqual("/metrics".utf8) else {
            return HTTPResponse(
                status: .notFound, contentType: "text/plain; charset=utf-8",
                bytes: Array("Only /metrics is here.\n".utf8))
        }
        guard request.method == .get || request.method == .head else {
            var response = HTTPResponse(status: .methodNotAllowed)
            response.headers.append("Allow", "GET, HEAD")
            return response
        }
        var response = HTTPResponse(
            status: .ok, contentType: Self.contentType, bytes: Array(metrics.text(forOperators: true).utf8))
        response.headers.append("Cache-Control", "no-store")
        await AnswerCoding.apply(to: &response, for: request)
        return response
    }
}
