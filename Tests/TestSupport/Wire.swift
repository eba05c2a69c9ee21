import CLinux
import Glibc

/// A blocking socket that reads whole messages with a `Content-Length`.
public final class Wire: Sendable {
    /// The socket.
    public let descriptor: Int32

    /// A socket that is connected; whoever made it closes it.
    public init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Connects to a loopback port.
    public static func connect(_ port: UInt16) throws -> Wire {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try Sockets.withLoopback(port) { address, length in
            guard Glibc.connect(descriptor, address, length) == 0 else {
                Glibc.close(descriptor)
                throw SocketError(call: "connect", code: errno)
            }
        }
        return Wire(descriptor)
    }

    /// Sends all of it; false when the other side is gone.
    public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return !bytes.isEmpty
    }

    /// A head and its body; nil at the end.
    public func readMessage() -> [UInt8]? {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard let more = read(1) else { return nil }
            bytes += more
        }
        let head = String(decoding: bytes, as: UTF8.self).lowercased()
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let length = line.flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) } ?? 0
        let body = read(exactly: length)
        return body.count == length ? bytes + body : nil
    }

    /// Waits until the other side has closed.
    public func waitForEnd() { while read(4096) != nil {} }

    /// Closes so that the other side sees a reset.
    public func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Bytes that have come and were not read.
    public var unread: Int {
        var count: Int32 = 0
        return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// Reads so many bytes; fewer at the end.
    public func read(exactly count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, let more = read(count - bytes.count) { bytes += more }
        return bytes
    }

    /// Closes it.
    public func close() { Glibc.close(descriptor) }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = recv(descriptor, &bytes, count, 0)
        return read > 0 ? Array(bytes[..<read]) : nil
    }
}
