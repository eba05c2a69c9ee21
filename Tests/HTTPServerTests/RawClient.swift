import CLinux
import Glibc
import HTTPServer
import Synchronization
import Threads

/// Why a test's client cannot go on.
struct ClientError: Error, CustomStringConvertible {
    let description: String
}

/// A blocking socket that sends what it is told and reads answers: small, so that it hides nothing. Use it on a thread of
/// its own (`onThread`), since blocking calls must not hold up the cooperative pool.
final class RawClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// What the server sent for one request.
    struct Answer {
        var status: Int
        var head: String
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }

        /// Whether the head has this line, whatever its case.
        func has(_ line: String) -> Bool { head.lowercased().utf8.contains(Array("\r\n\(line.lowercased())\r\n".utf8)) }
    }

    /// Connects to the loopback address; every later call gives up after a minute.
    convenience init(_ port: UInt16, receiveBuffer: Int32? = nil) throws {
        try self.init(receiveBuffer: receiveBuffer)
        try connect(port)
    }

    /// Connects to the loopback address of IPv6.
    convenience init(ipv6 port: UInt16) throws {
        try self.init(family: AF_INET6)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        try connect(&address)
    }

    /// A socket that is not connected yet.
    init(family: Int32 = AF_INET, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ClientError(description: "socket: \(errno)") }
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func connect(_ port: UInt16) throws {
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

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ClientError(description: "send: \(errno)") }
            sent += count
        }
    }

    /// Says that nothing more will be sent.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads some bytes; none at the end.
    func receive() throws -> [UInt8] {
        if !buffer.isEmpty {
            defer { buffer = [] }
            return buffer
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw ClientError(description: "recv: \(errno)") }
        return Array(bytes[..<count])
    }

    /// Reads no more than `count` bytes from the socket; none at the end.
    func receive(atMost count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let count = recv(descriptor, &bytes, count, 0)
        guard count >= 0 else { throw ClientError(description: "recv: \(errno)") }
        return Array(bytes[..<count])
    }

    /// Reads until the server closes.
    func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try receive()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// Whether the server has closed (in order or by reset) and sent nothing more.
    func isClosed() -> Bool {
        do { return try receive().isEmpty } catch { return "\(error)" == "recv: \(ECONNRESET)" }
    }

    /// Reads one answer, by its length or its chunks.
    func answer(isHead: Bool = false) throws -> Answer {
        let head = String(decoding: try take(through: Array("\r\n\r\n".utf8)), as: UTF8.self)
        let words = head.utf8.split(separator: UInt8(ascii: " "))
        guard words.count > 1, let status = Int(String(decoding: Array(words[1]), as: UTF8.self)) else {
            throw ClientError(description: "no status line: \(head)")
        }
        var answer = Answer(status: status, head: head, body: [])
        if isHead || status == 204 || status == 304 || status < 200 { return answer }
        if answer.has("Transfer-Encoding: chunked") {
            answer.body = try chunks()
        } else if let length = Self.length(head) {
            answer.body = try take(length)
        } else {
            answer.body = try receiveAll()
        }
        return answer
    }

    private static func length(_ head: String) -> Int? {
        for line in head.split(whereSeparator: \.isNewline) where line.lowercased().hasPrefix("content-length: ") {
            return Int(line.dropFirst(16))
        }
        return nil
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
                if Array(buffer[start..<start + end.count]) == end { return try take(start + end.count) }
                start += 1
            }
            try fill()
        }
    }

    private func fill() throws {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else {
            throw ClientError(description: count == 0 ? "closed after \(buffer.count) bytes" : "recv: \(errno)")
        }
        buffer += bytes[..<count]
    }
}

/// Clients that go from thread to thread, one after the other.
final class ClientBox: @unchecked Sendable {
    private(set) var all: [RawClient]
    init(_ clients: [RawClient]) { all = clients }
    func dropFirst() { all.removeFirst() }
    func dropAll() { all = [] }
}

extension String.UTF8View {
    fileprivate func contains(_ bytes: [UInt8]) -> Bool {
        let all = Array(self)
        guard all.count >= bytes.count else { return false }
        return (0...all.count - bytes.count).contains { Array(all[$0..<$0 + bytes.count]) == bytes }
    }
}

/// Runs blocking code on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let code = DetachedThread.start { continuation.resume(with: Result(catching: body)) }
        if code != 0 { continuation.resume(throwing: ClientError(description: "pthread_create: \(code)")) }
    }
}
