import HTTPServer

/// The codings of bodies (RFC 9110, section 8.4). A body that reaches the API is plain.
enum ContentCoding {
    /// Refuses a body that is still coded: read as it is, it would be taken for something else.
    ///
    /// - Throws: `Problem`: 415 with `Accept-Encoding`, which says that the coding is at fault (section 15.5.16).
    static func refuse(_ request: HTTPRequest) throws(Problem) {
        guard request.headers.contains("content-encoding") else { return }
        let codings = request.headers.all("content-encoding").flatMap { $0.split(separator: UInt8(ascii: ",")) }
            .map(MediaType.lowercasedTrimmed)
        guard !codings.allSatisfy({ $0.elementsEqual("identity".utf8) }) else { return }
        throw Problem(
            .unsupportedMediaType, "The body has a content coding that the service does not read.",
            headers: [("Accept-Encoding", "identity")])
    }
}
