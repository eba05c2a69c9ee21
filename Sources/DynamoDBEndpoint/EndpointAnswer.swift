import Compression
import Digests
import DynamoWire
import HTTPServer
import JSONText

/// An answer before it is put on the wire.
struct EndpointAnswer: Sendable {
    /// Answers below this many bytes are sent as they are: gzip would save no packet.
    static let compressionThreshold = 1024

    var operation: DynamoOperation?
    var status: Int
    var errorType: String?
    var body: [UInt8]
    var contentType: HTTPFieldValue = "application/x-amz-json-1.0"
    /// An error of another service: its code, and whose fault it is, as the protocol `query` has them.
    var queryError: String?
    /// Whether the body is of the protocol `smithy-rpc-v2-cbor`.
    var isCBOR = false
    /// The other service and its operation, for the log.
    var neighbour: String?

    /// A failure that does not come from the table.
    static func failure(
        _ type: String, _ message: String, status: Int, _ operation: DynamoOperation? = nil
    ) -> EndpointAnswer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("__type")
        writer.string("com.amazon.coral.service#\(type)")
        if type == "SerializationException" { writer.name("Message") } else { writer.name("message") }
        writer.string(message)
        writer.endObject()
        return EndpointAnswer(operation: operation, status: status, errorType: type, body: writer.bytes)
    }

    /// An operation that this endpoint does not have (yet).
    static func unknownOperation(_ name: String) -> EndpointAnswer {
        let message = name.isEmpty ? "The request names no operation." : "The operation \(name) is not supported here."
        return failure("UnknownOperationException", message, status: 400)
    }

    /// What DynamoDB answers to requests that are not its protocol.
    static let unknownProtocol = EndpointAnswer(
        status: 404, errorType: "UnknownOperationException", body: Array("<UnknownOperationException/>\n".utf8),
        contentType: "text/plain")

    /// The answer to `GET /`, as DynamoDB gives it to load balancers.
    static func health(_ authority: ArraySlice<UInt8>?) -> EndpointAnswer {
        let name = authority.map { String(decoding: $0, as: UTF8.self) } ?? "localhost"
        return EndpointAnswer(
            status: 200, errorType: nil, body: Array("healthy: \(name) \n".utf8), contentType: "text/plain")
    }

    /// The answer as HTTP, compressed when the client asks for it.
    func response(to request: HTTPRequest, identifier: [UInt8]) async -> HTTPResponse {
        guard body.count >= Self.compressionThreshold, request.headers.prefersGzip else {
            return uncompressed(identifier: identifier)
        }
        let body = body
        let compressed = await Offload.when(body.count > Offload.writingThreshold) { Gzip.compress(body) }
        return response(compressed, identifier, isCompressed: true)
    }

    /// The answer as HTTP.
    func uncompressed(identifier: [UInt8]) -> HTTPResponse { response(body, identifier, isCompressed: false) }

    private func response(_ bytes: [UInt8], _ identifier: [UInt8], isCompressed: Bool) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers.append("Content-Type", contentType)
        if let identifier = HTTPFieldValue(bytes: identifier) { headers.append("x-amzn-RequestId", identifier) }
        // The checksum is of the bytes that are sent.
        headers.append("x-amz-crc32", HTTPFieldValue(decimal: Int(CRC32.checksum(bytes))))
        headers.append("X-Content-Type-Options", "nosniff")
        if let error = queryError.flatMap({ HTTPFieldValue($0) }) { headers.append("x-amzn-query-error", error) }
        if isCBOR { headers.append("smithy-protocol", "rpc-v2-cbor") }
        if isCompressed { headers.append("Content-Encoding", "gzip") }
        return HTTPResponse(
            status: HTTPStatus(code: status) ?? .internalServerError, headers: headers, body: .bytes(bytes))
    }
}
