import CLinux
import Glibc
import Threads

/// Why a test's client cannot go on.
public struct ClientError: Error, CustomStringConvertible {
    /// What happened.
    public let description: String
    /// Whether it waited in vain; else the connection broke, or what came is no answer.
    public let isTimeout: Bool

    /// An error with this text.
    public init(description: String, isTimeout: Bool = false) {
        self.description = description
        self.isTimeout = isTimeout
    }
}

/// A blocking socket that sends what it is given and reads answers of HTTP: small, so that it hides nothing. Use it on
/// a separate thread (`onThread`), since blocking calls must not hold up the cooperative pool.
public final class RawClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Seconds that a call may take.
    private static let patience = 60

    /// What the server sent for one request.
    public struct Answer: Sendable {
        /// The status code.
        public var status: Int
        /// Status line and fields, with their ends.
        public var head: String
        /// The body, with a chunked coding undone.
        public var body: [UInt8]

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }

        /// The fields in order, their names in lower case.
        public var fields: [(name: String, value: String)] {
            let lines = head.unicodeScalars.split(separator: "\r\n".unicodeScalars)
            return lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                let value = (parts.count > 1 ? parts[1] : line[line.endIndex...]).drop { $0 == " " }
                return (String(parts.first ?? line).lowercased(), String(value))
            }
        }

        /// Whether the head has this line, whatever its case.
        public func has(_ line: String) -> Bool {
            let wanted = Array("\r\n\(line.lowercased())\r\n".utf8)
            let all = Array(head.lowercased().utf8)
            return all.indices.contains { all[$0...].starts(with: wanted) }
        }
    }

    /// Connects to the loopback address; every later call gives up after a minute.
    public convenience init(_ port: UInt16, receiveBuffer: Int32? = nil) throws {
        try self.init(receiveBuffer: receiveBuffer)
        try connect(port)
    }

    /// Connects to the loopback address of IPv6.
    public convenience init(ipv6 port: UInt16) throws {
        try self.init(family: AF_INET6)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        try connect(&address)
    }

    /// A socket that is not connected yet.
    public init(family: Int32 = AF_INET, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ClientError(description: "socket: \(errno)") }
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Connects to the loopback address.
    public func connect(_ port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try connect(&address)
    }

    private func connect<Address>(_ address: inout Address) throws {
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard code == 0 else { throw ClientError(description: "connect: \(errno)") }
    }

    /// Sends a text.
    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends bytes.
    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ClientError(description: "send: \(errno)", isTimeout: errno == EAGAIN) }
            sent += count
        }
    }

    /// Makes closing a reset.
    public func resetWhenClosed() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Says that nothing more will be sent.
    public func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads some bytes; none at the end.
    public func receive() throws -> [UInt8] {
        if !buffer.isEmpty {
            defer { buffer = [] }
            return buffer
        }
        return try receive(atMost: 65_536)
    }

    /// Reads no more than `count` bytes from the socket; none at the end.
    public func receive(atMost count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let count = recv(descriptor, &bytes, count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ClientError(description: "recv: \(errno)", isTimeout: errno == EAGAIN) }
            return Array(bytes[..<count])
        }
    }

    /// Reads until the server closes.
    public func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try receive()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// Whether the server has closed (in order or by reset) and sent nothing more.
    public func isClosed() -> Bool {
        do { return try receive().isEmpty } catch { return "\(error)" == "recv: \(ECONNRESET)" }
    }
}

// Answers.
extension RawClient {
    /// Reads one answer, by its length or its chunks.
    public func answer(isHead: Bool = false) throws -> Answer {
        let head = String(decoding: try take(through: Array("\r\n\r\n".utf8)), as: UTF8.self)
        let words = head.utf8.split(separator: UInt8(ascii: " "))
        guard words.count > 1, let status = Int(String(decoding: Array(words[1].prefix(3)), as: UTF8.self)) else {
            throw ClientError(description: "no status line: \(head)")
        }
        var answer = Answer(status: status, head: head, body: [])
        if isHead || status == 204 || status == 304 || status < 200 { return answer }
        let fields = answer.fields
        if fields.contains(where: { $0 == ("transfer-encoding", "chunked") }) {
            answer.body = try chunks()
        } else if let length = fields.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) {
            answer.body = try take(length)
        } else {
            answer.body = try receiveAll()
        }
        return answer
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = String(decoding: try take(through: [13, 10]).dropLast(2), as: UTF8.self)
            guard let size = Int(line, radix: 16) else { throw ClientError(description: "chunk size: \(line)") }
            body += try take(size)
            guard try take(2) == [13, 10] else { throw ClientError(description: "chunk end") }
            if size == 0 { return body }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private func take(through end: [UInt8]) throws -> [UInt8] {
        var start = 0
        while true {
            while start + end.count <= buffer.count {
                if buffer[start] == end[0], buffer[start...].starts(with: end) { return try take(start + end.count) }
                start += 1
            }
            try fill()
        }
    }

    private func fill() throws {
        let bytes = try receive(atMost: 65_536)
        guard !bytes.isEmpty else { throw ClientError(description: "closed after \(buffer.count) bytes") }
        buffer += bytes
    }
}

/// Clients that go from thread to thread, one after the other.
public final class ClientBox: @unchecked Sendable {
    /// The clients.
    public private(set) var all: [RawClient]

    /// Takes clients over from this thread.
    public init(_ clients: [RawClient]) { all = clients }

    /// Closes the first.
    public func dropFirst() { all.removeFirst() }

    /// Closes all.
    public func dropAll() { all = [] }
}

/// Runs blocking code on a separate thread, so that it does not hold up the cooperative pool.
public func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let code = DetachedThread.start { continuation.resume(with: Result(catching: body)) }
        if code != 0 { continuation.resume(throwing: ClientError(description: "pthread_create: \(code)")) }
    }
}
