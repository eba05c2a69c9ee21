import CLinux
import Glibc
import Threads

/// A system call that failed.
public struct SocketError: Error {
    /// The call.
    public let call: String
    /// The error's number.
    public let code: Int32

    /// A call's failure.
    public init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }
}

/// Sockets on loopback, for tests that need to do there what no client or server of ours does.
public enum Sockets {
    /// A socket on a free loopback port, which listens unless there is to be no backlog.
    public static func listen(backlog: Int32? = 128) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try withLoopback(0) { address, length in
            guard bind(descriptor, address, length) == 0, backlog.map({ Glibc.listen(descriptor, $0) }) ?? 0 == 0 else {
                throw SocketError(call: "bind", code: errno)
            }
        }
        var bound = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &bound) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, UInt16(bigEndian: bound.sin_port))
    }

    /// The address of a loopback port.
    public static func withLoopback<Result>(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) throws -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try withUnsafePointer(to: &address) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Runs `body` on a separate thread, since its blocking calls must not hold up the cooperative pool.
    public static func onThread(_ body: @escaping @Sendable () -> Void) {
        let code = DetachedThread.start(body)
        precondition(code == 0)
    }
}

/// A loopback port that refuses connections as long as this lives: it is taken, so that no other test gets it, and
/// nobody listens.
public final class RefusingPort: Sendable {
    /// The port.
    public let number: UInt16
    private let descriptor: Int32

    /// Takes a free port.
    public init() throws { (descriptor, number) = try Sockets.listen(backlog: nil) }

    deinit { close(descriptor) }
}
