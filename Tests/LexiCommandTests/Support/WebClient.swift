import Glibc
import JSONText
import TestSupport

/// Runs a body that blocks on a separate thread, so that it does not hold up the cooperative pool.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await onThread(body)
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

    private let client: RawClient
    private let token: String?

    /// Connects to the loopback address.
    init(_ port: UInt16, token: String? = nil) throws {
        self.token = token
        do { client = try RawClient(port) } catch { throw Broken() }
    }

    /// A port for a server that is to come back on it: free now, and below those that the system gives to others of
    /// itself.
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
        do { try client.send(bytes) } catch { throw Broken() }
    }

    /// Waits for the next answer.
    func answer() throws -> Answer {
        let answer: RawClient.Answer
        do {
            answer = try client.answer()
        } catch let error as ClientError {
            if error.isTimeout { throw HelperError("no answer: \(error)") }
            throw Broken()
        }
        let headers = Dictionary(answer.fields.map { ($0.name, $0.value) }) { _, last in last }
        if headers["content-type"]?.contains("json") == true, (try? JSONValue.parse(answer.body)) == nil {
            throw HelperError("no JSON: \(answer.head) \(answer.text)")
        }
        return Answer(status: answer.status, headers: headers, body: answer.body)
    }

    /// Whether the server has closed the connection, after everything that it sent was read.
    func isClosedByServer() -> Bool {
        do {
            while try !client.receive().isEmpty {}
            return true
        } catch { return (error as? ClientError)?.isTimeout == false }
    }
}
