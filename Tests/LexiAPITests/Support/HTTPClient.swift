import Glibc
import HTTPServer
import JSONText
import Threads

/// Why a test's client cannot go on.
struct ClientError: Error, CustomStringConvertible {
    let description: String
}

/// An answer as it came over the socket.
struct Reply: Sendable {
    var status = 0
    /// Names in lower case.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The first field of this name, in lower case.
    subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }
    /// The problem's type without its folder.
    var problem: String? { json["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) } }
    /// The pointers of the wrong fields.
    var pointers: [String] { json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? [] }
    /// The items of a list.
    var items: [JSONValue] { json["items"]?.arrayValue ?? [] }
    var cursor: String? { json["next_cursor"]?.stringValue }
}

extension Reply {
    /// An answer that never was on a socket; nil for one that is written piece by piece.
    init?(_ response: HTTPResponse, isHead: Bool) {
        status = Int(response.status.code)
        headers = response.headers.map { name, value in
            (String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self))
        }
        switch response.body {
        case .empty: break
        case .bytes(let bytes), .shared(let bytes): if !isHead { body = bytes }
        case .stream: return nil
        }
    }
}

/// Sends raw bytes to the loopback address and reads answers; one connection per request, closed by the server.
enum HTTPClient {
    /// Runs the blocking exchange on a thread of its own, so that it does not hold up the cooperative pool.
    static func exchange(port: UInt16, _ bytes: [UInt8]) async throws -> Reply {
        let result: Result<Reply, ClientError> = await withCheckedContinuation { continuation in
            onThread { continuation.resume(returning: Result { () throws(ClientError) in try blocking(port, bytes) }) }
        }
        return try result.get()
    }

    /// Runs a body on a thread of its own.
    private static func onThread(_ body: @escaping @Sendable () -> Void) {
        if DetachedThread.start(body) != 0 { body() }
    }

    private static func blocking(_ port: UInt16, _ bytes: [UInt8]) throws(ClientError) -> Reply {
        let descriptor = try connected(port)
        defer { close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            // The server may refuse and close before it has read all.
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            if count == 0 || (count < 0 && errno == ECONNRESET) { break }
            guard count > 0 else { throw ClientError(description: "recv: \(errno)") }
            received += buffer[..<count]
        }
        return try parse(received)
    }

    private static func connected(_ port: UInt16) throws(ClientError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ClientError(description: "socket: \(errno)") }
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw ClientError(description: "connect: \(errno)")
        }
        return descriptor
    }

    private static func parse(_ bytes: [UInt8]) throws(ClientError) -> Reply {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
            throw ClientError(description: "no answer: \(String(decoding: bytes, as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).unicodeScalars
            .split(separator: "\r\n".unicodeScalars).map { String(String.UnicodeScalarView($0)) }
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw ClientError(description: "no status line") }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            return (name: parts[0].lowercased(), value: String((parts.count > 1 ? parts[1] : "").drop { $0 == " " }))
        }
        return Reply(status: status, headers: headers, body: Array(bytes[(end + mark.count)...]))
    }
}
