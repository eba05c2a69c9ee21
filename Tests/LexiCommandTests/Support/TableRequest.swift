import Glibc
import JSONText

/// A request of DynamoDB's protocol as it goes over a socket, signed in form only.
enum TableRequest {
    /// Head and body.
    static func bytes(_ port: UInt16, _ operation: String, _ body: JSONValue, key: String = "any") -> [UInt8] {
        bytes(port, operation, body.serialized(), key: key)
    }

    /// Head and body, of a body that is text already.
    static func bytes(_ port: UInt16, _ operation: String, _ body: [UInt8], key: String = "any") -> [UInt8] {
        let now = Self.now()
        let head = """
            POST / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/x-amz-json-1.0\r
            X-Amz-Target: DynamoDB_20120810.\(operation)\r\nX-Amz-Date: \(now)\r
            Authorization: AWS4-HMAC-SHA256 Credential=\(key)/\(now.prefix(8))/us-east-1/dynamodb/aws4_request, \
            SignedHeaders=host;x-amz-date;x-amz-target, Signature=\(String(repeating: "0", count: 64))\r
            Content-Length: \(body.count)\r\n\r\n
            """
        return Array(head.utf8) + body
    }

    /// Sends the request on a separate connection, and waits for the answer.
    static func call(
        _ port: UInt16, _ operation: String, _ body: JSONValue, key: String = "any"
    ) async throws -> WebClient.Answer {
        let request = bytes(port, operation, body, key: key)
        return try await blocking {
            let client = try WebClient(port)
            try client.send(request)
            return try client.answer()
        }
    }

    /// The time as requests bear it: `20260502T103000Z`.
    private static func now() -> String {
        var (seconds, parts) = (time(nil), tm())
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
