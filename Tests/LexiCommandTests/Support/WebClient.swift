import Glibc
import JSONText
import Threads

/// Runs a body that blocks on a thread of its own, so that it does not hold up the cooperative pool.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let code = DetachedThread.start { continuation.resume(with: Swift.Result { try body() }) }
        if code != 0 { continuation.resume(throwing: HelperError("no thread: \(String(cString: strerror(code)))")) }
    }
}

/// A blocking HTTP client on one raw socket that is kept alive. For one thread.
final class WebClient {
    /// An answer as it came.
    struct Answer: Sendable {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]

        var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// The connection broke; whether the request was done is not known.
    struct Broken: Error {}

    private let descriptor: Int32
    private let token: String?
    private var received: [UInt8] = []

    /// Seconds that an answer may take.
    private static let patience = 60

    /// Connects to the loopback address.
    init(_ port: UInt16, token: String? = nil) throws {
        self.token = token
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HelperError("socket: \(errno)") }
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = Self.loopback(port)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Broken() }
    }

    deinit { close(descriptor) }

    /// A port for a server that is to come back on it: free now, and below those that the system gives to others of itself.
    static func keptPort() throws -> UInt16 {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw HelperError("socket: \(errno)") }
        defer { close(probe) }
        for _ in 0..<100 {
            let port = UInt16.random(in: 20_000..<30_000)
            var address = loopback(port)
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if code == 0 { return port }
        }
        throw HelperError("no port is free")
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Sends a request and waits for its answer.
    ///
    /// - Throws: ``Broken`` when the connection ends before the answer is complete.
    func call(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:]
    ) throws -> Answer {
        try send(method, path, body, headers: headers)
        return try answer()
    }

    /// Sends a request without waiting.
    func send(_ method: String, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:]) throws {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { text += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        let bytes = body?.serialized()
        if let bytes { text += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n" }
        try send(Array((text + "\r\n").utf8) + (bytes ?? []))
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Broken() }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits for the next answer.
    func answer() throws -> Answer {
        let mark = Array("\r\n\r\n".utf8)
        var end: Int?
        while end == nil {
            end = received.indices.first { received[$0...].starts(with: mark) }
            if end == nil { try receive() }
        }
        let head = end ?? 0
        let lines = String(decoding: received[..<head], as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw HelperError("no status line")
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let start = head + mark.count
        while received.count < start + length { try receive() }
        let body = Array(received[start..<start + length])
        received.removeSubrange(..<(start + length))
        if headers["content-type"]?.contains("json") == true, (try? JSONValue.parse(body)) == nil {
            throw HelperError("no JSON: \(lines) \(String(decoding: body, as: UTF8.self))")
        }
        return Answer(status: status, headers: headers, body: body)
    }

    /// Whether the server has closed the connection, after everything that it sent was read.
    func isClosedByServer() -> Bool {
        do { while true { try receive() } } catch { return error is Broken }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw HelperError("no answer within \(Self.patience) seconds") }
        guard count > 0 else { throw Broken() }
        received += buffer[..<count]
    }
}
