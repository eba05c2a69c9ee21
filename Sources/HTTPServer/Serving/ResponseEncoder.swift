import HTTPText

/// Writes the head of an answer. Framing is the server's alone: fields that would contradict it are left out.
enum ResponseEncoder {
    /// What the request says about its answer.
    struct Request {
        var isHead = false
        var version = HTTPVersion.http1_1
    }

    /// How the body is framed.
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
        /// Until the connection closes: to HTTP/1.0 clients.
        case untilClose
    }

    static func framing(_ response: HTTPResponse, _ request: Request) -> Framing {
        if response.status.forbidsBody { return .none }
        switch response.body {
        case .empty: return .length(0)
        case .bytes(let bytes), .shared(let bytes): return .length(bytes.count)
        case .stream(let length?, _): return .length(length)
        case .stream(nil, _): return request.version == .http1_1 ? .chunked : .untilClose
        }
    }

    static func appendHead(
        _ response: HTTPResponse, _ framing: Framing, _ request: Request, keepsAlive: Bool,
        date: (inout [UInt8]) -> Void,
        to output: inout [UInt8]
    ) {
        appendStatusLine(response.status, to: &output)
        date(&output)
        switch framing {
        case .none, .untilClose: break
        case .length(let length):
            append("Content-Length: ", to: &output)
            appendDecimal(length, to: &output)
            append("\r\n", to: &output)
        case .chunked: append("Transfer-Encoding: chunked\r\n", to: &output)
        }
        if !keepsAlive {
            append("Connection: close\r\n", to: &output)
        } else if request.version == .http1_0 {
            append("Connection: keep-alive\r\n", to: &output)
        }
        appendFields(response.headers, to: &output)
        append("\r\n", to: &output)
    }

    /// The line before a chunk's bytes, of which there must be some: an empty chunk ends the body. ``lineEnd`` follows
    /// them.
    static func appendChunkStart(_ count: Int, to output: inout [UInt8]) {
        output.append(contentsOf: Array(String(count, radix: 16).utf8))
        append("\r\n", to: &output)
    }

    static let lineEnd: [UInt8] = [ByteClass.carriageReturn, ByteClass.lineFeed]
    static let lastChunk = Array("0\r\n\r\n".utf8)
    static let interimContinue = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static func appendStatusLine(_ status: HTTPStatus, to output: inout [UInt8]) {
        append("HTTP/1.1 ", to: &output)
        appendDecimal(Int(status.code), to: &output)
        output.append(ByteClass.space)
        append(status.reason, to: &output)
        append("\r\n", to: &output)
    }

    private static func appendFields(_ headers: HTTPHeaders, to output: inout [UInt8]) {
        if headers.isWireForm, !headers.fields.contains(where: { isOwn($0, headers) }) {
            output.append(contentsOf: headers.storage)
            return
        }
        for (index, field) in headers.fields.enumerated() where !isOwn(field, headers) {
            output.append(contentsOf: headers.name(at: index))
            append(": ", to: &output)
            output.append(contentsOf: headers.value(at: index))
            append("\r\n", to: &output)
        }
    }

    /// Whether the server sets this field itself.
    private static func isOwn(_ field: HTTPHeaders.Field, _ headers: HTTPHeaders) -> Bool {
        let own: StaticString
        switch field.nameLength {
        case 4: own = "date"
        case 10 where headers.storage[Int(field.nameStart)] | 0x20 == UInt8(ascii: "c"): own = "connection"
        case 10: own = "keep-alive"
        case 14: own = "content-length"
        case 17: own = "transfer-encoding"
        default: return false
        }
        return headers.storage.withUnsafeBufferPointer { bytes in
            let start = Int(field.nameStart)
            let name = UnsafeBufferPointer(rebasing: bytes[start..<start + Int(field.nameLength)])
            return matchesIgnoringCase(name, own)
        }
    }

    @inline(__always)
    private static func append(_ text: StaticString, to output: inout [UInt8]) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func appendDecimal(_ number: Int, to output: inout [UInt8]) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
