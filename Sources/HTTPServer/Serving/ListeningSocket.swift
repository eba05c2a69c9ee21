import CLinux
import Glibc

/// Why the server cannot start.
public enum HTTPListenerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The host is no address and no name that the system knows; the text is the resolver's.
    case unknownHost(String, String)
    /// The address is in use or not this machine's, or the port needs rights; the value is `errno`.
    case cannotListen(host: String, port: UInt16, Int32)
    /// A system call failed; its name and `errno`.
    case system(String, Int32)
    /// The listener was started before: make a new one.
    case alreadyStarted

    /// One sentence that says what to look at.
    public var description: String {
        switch self {
        case .unknownHost(let host, let reason): "cannot find the address of \(host): \(reason)"
        case .cannotListen(let host, let port, let code): "cannot listen on \(host) port \(port): \(Self.text(code))"
        case .system(let call, let code): "\(call) failed: \(Self.text(code))"
        case .alreadyStarted: "the server was already started"
        }
    }

    private static func text(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}

/// A bound and listening TCP socket.
struct ListeningSocket {
    let descriptor: Int32
    let port: UInt16

    init(_ configuration: HTTPConfiguration) throws(HTTPListenerError) {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(configuration.host, String(configuration.port), &hints, &found)
        guard code == 0, let first = found else {
            throw .unknownHost(configuration.host, gai_strerror(code).map { String(cString: $0) } ?? "error \(code)")
        }
        defer { freeaddrinfo(found) }
        descriptor = try Self.listen(first.pointee, configuration)
        port = Self.boundPort(descriptor)
    }

    private static func listen(
        _ address: addrinfo, _ configuration: HTTPConfiguration
    ) throws(HTTPListenerError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, 0)
        guard descriptor >= 0 else { throw .system("socket", errno) }
        var on: Int32 = 1
        // A restarted server must not wait for the old one's connections to be forgotten.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0,
            Glibc.listen(descriptor, configuration.backlog) == 0
        else {
            let code = errno
            close(descriptor)
            throw .cannotListen(host: configuration.host, port: configuration.port, code)
        }
        return descriptor
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16 {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return PeerAddress(address).port
    }
}

/// How many descriptors the process may have. Debian's default of 1,024 is far below the connections that a loop can hold.
enum DescriptorLimit {
    /// For files, other sockets and whatever else the program opens.
    static let others = 1024

    static func raise(to wanted: Int) {
        var limits = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limits) == 0, limits.rlim_cur < rlim_t(wanted) else { return }
        limits.rlim_cur = min(limits.rlim_max, rlim_t(wanted))
        setrlimit(resource, &limits)
    }
}
