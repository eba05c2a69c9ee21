import Compression
import HTTPServer
import HTTPText

/// The content codings of request bodies (RFC 9110, section 8.4): gzip, once.
enum ContentCoding {
    /// The body with its coding undone.
    ///
    /// - Parameter limit: bytes that it may have then: a small body in gzip can hold very many.
    /// - Throws: `Problem`: 415 with `Accept-Encoding` for another coding (section 15.5.16), 400 for what is not in
    ///   gzip, 413.
    static func plainBody(of request: HTTPRequest, limit: Int) throws(Problem) -> [UInt8] {
        guard request.headers.contains("content-encoding"), !request.body.isEmpty else { return request.body }
        let codings = request.headers.all("content-encoding").listElements.filter {
            !matchesIgnoringCase($0, "identity")
        }
        guard let coding = codings.first else { return request.body }
        guard codings.count == 1, matchesIgnoringCase(coding, "gzip") || matchesIgnoringCase(coding, "x-gzip") else {
            throw Problem(
                .unsupportedMediaType, "The only content coding that the service reads is gzip, once.",
                headers: [("Accept-Encoding", "gzip, identity")])
        }
        do throws(GzipError) {
            return try Gzip.decompress(request.body, limit: limit)
        } catch {
            switch error {
            case .malformed: throw Problem(.malformedRequest, "The body is not in gzip format.")
            case .corrupt: throw Problem(.malformedRequest, "The body does not match its gzip checksum.")
            case .tooLarge: throw Problem(.contentTooLarge, "Decompressed, the body is longer than \(limit) bytes.")
            }
        }
    }
}
