import Compression
import HTTPServer

/// The content coding of answers (RFC 9110, section 8.4): gzip for clients that ask for it.
enum AnswerCoding {
    /// Shorter answers are sent as they are: they fit one packet either way.
    private static let leastBytes = 1024

    /// Whether an answer of so many bytes is sent in gzip to clients that ask for it.
    static func isWorthwhile(_ count: Int) -> Bool { count > leastBytes }

    /// The bytes in gzip; made on another thread when they are many.
    static func packed(_ bytes: [UInt8]) async -> [UInt8] {
        await Offload.when(bytes.count > Offload.writingThreshold) { Gzip.compress(bytes) }
    }

    /// Writes a stream in gzip, a piece at a time.
    static func pack(_ stream: Answer.Stream, to writer: HTTPBodyWriter) async throws {
        var file = GzipStream()
        try await stream { piece in
            let before = file
            let (after, bytes) = await Offload.when(piece.count > Offload.writingThreshold) {
                var file = before
                let bytes = file.next(piece)
                return (file, bytes)
            }
            file = after
            try await writer.write(bytes)
        }
        try await writer.write(file.end())
    }

    /// Gives an answer that has no tag, such as a problem, the coding that the client prefers.
    static func apply(to response: inout HTTPResponse, for request: HTTPRequest) async {
        guard case .bytes(let bytes) = response.body, isWorthwhile(bytes.count) else { return }
        response.headers.append("Vary", "Accept-Encoding")
        guard request.headers.prefersGzip else { return }
        response.headers.append("Content-Encoding", "gzip")
        response.body = .bytes(await packed(bytes))
    }
}
