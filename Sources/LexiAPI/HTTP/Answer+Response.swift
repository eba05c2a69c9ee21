import Compression
import HTTPServer

extension Answer {
    /// The answer on the wire, in the coding that the client prefers, or 304 when the client holds it already (RFC
    /// 9110, section 13.1.2).
    func response(to request: HTTPRequest) async throws(Problem) -> HTTPResponse {
        let isHeld = try isHeld(by: request)
        let isCodable = stream != nil || AnswerCoding.isWorthwhile(body.count)
        let isPacked = isCodable && request.headers.prefersGzip
        var response = HTTPResponse(status: isHeld ? .notModified : status)
        if let tag { response.headers.append("ETag", tag.field(isPacked: isPacked)) }
        if let caching { response.headers.append("Cache-Control", caching) }
        if isReplayed { response.headers.append("Idempotency-Replayed", "true") }
        if isCodable { response.headers.append("Vary", "Accept-Encoding") }
        if isHeld { return response }
        if let location, let location = HTTPFieldValue(location) { response.headers.append("Location", location) }
        guard stream != nil || !body.isEmpty else { return response }
        response.headers.append("Content-Type", contentType)
        if let contentSecurityPolicy { response.headers.append("Content-Security-Policy", contentSecurityPolicy) }
        if isPacked { response.headers.append("Content-Encoding", "gzip") }
        response.body = isPacked ? await packedBody() : plainBody
        return response
    }

    private var plainBody: HTTPResponse.Body {
        guard let stream else { return fixed == nil ? .bytes(body) : .shared(body) }
        return .stream(length: nil) { writer in
            try await stream { piece in try await writer.write(piece) }
        }
    }

    private func packedBody() async -> HTTPResponse.Body {
        if let stream { return .stream(length: nil) { writer in try await AnswerCoding.pack(stream, to: writer) } }
        if let fixed { return .shared(fixed) }
        return .bytes(await AnswerCoding.packed(body))
    }

    /// The same answer as a text that all clients share, with its packed form made once.
    var keptForAll: Answer {
        var answer = self
        answer.fixed = Gzip.compress(body)
        return answer
    }
}
