import CLinux
import Glibc

/// What went wrong with a benchmark: there is no result then.
struct BenchmarkError: Error {
    let message: String

    init(_ message: String) { self.message = message }

    /// A failed system call.
    init(call: String) { message = "\(call): \(String(cString: strerror(errno)))" }
}

/// Sockets on 127.0.0.1, the only address that a benchmark talks to.
enum Socket {
    private static let backlog: Int32 = 1024

    /// A listening socket on a port of the system's choice.
    static func listen() throws(BenchmarkError) -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw BenchmarkError(call: "socket") }
        var address = loopback(port: 0)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard bound == 0 else { throw BenchmarkError(call: "bind") }
        guard Glibc.listen(listener, backlog) == 0 else { throw BenchmarkError(call: "listen") }
        return listener
    }

    /// The port that a socket is bound to.
    static func port(of descriptor: Int32) throws(BenchmarkError) -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard found == 0 else { throw BenchmarkError(call: "getsockname") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// A connection to a server on this machine.
    static func connect(port: UInt16) throws(BenchmarkError) -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw BenchmarkError(call: "socket") }
        var address = loopback(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(connection, $0, size) }
        }
        guard connected == 0 else {
            close(connection)
            throw BenchmarkError(call: "connect")
        }
        setNoDelay(connection)
        return connection
    }

    /// Sends all bytes; a closed connection is an error, not a signal.
    static func send(_ bytes: [UInt8], on connection: Int32) throws(BenchmarkError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchmarkError(call: "send") }
            sent += count
        }
    }

    /// Sends small segments at once.
    static func setNoDelay(_ descriptor: Int32) {
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
