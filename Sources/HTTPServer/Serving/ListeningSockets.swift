import CLinux
import Glibc

/// The bound and listening TCP sockets of a listener, all on one port: of `localhost` one for each loopback address
/// that the machine has, since clients try either; of any other host the first address of it.
struct ListeningSockets {
    let descriptors: [Int32]
    let port: UInt16

    /// Bytes of output that the kernel holds for a connection besides those on their way: enough that it always has the
    /// next ones.
    private static let unsentBytes: Int32 = 128 * 1024
    /// How often a free port is asked for that every address has.
    private static let attempts = 16

    init(_ configuration: HTTPConfiguration) throws(HTTPListenerError) {
        let addresses = try Self.addresses(configuration)
        var attempt = 1
        while true {
            do throws(HTTPListenerError) {
                self = try Self(addresses, configuration)
                return
            } catch {
                // The port that the system chose for one address may be taken at the other.
                guard configuration.port == 0, addresses.count > 1, attempt < Self.attempts else { throw error }
                attempt += 1
            }
        }
    }

    private init(_ addresses: [Address], _ configuration: HTTPConfiguration) throws(HTTPListenerError) {
        var descriptors: [Int32] = []
        var port = configuration.port
        var missing: HTTPListenerError?
        for address in addresses {
            do throws(HTTPListenerError) {
                descriptors.append(try Self.listen(address.with(port: port), configuration))
                port = Self.boundPort(descriptors[descriptors.count - 1])
            } catch {
                // A machine may know the name of an address that it does not have.
                if addresses.count > 1, error.isMissingAddress {
                    missing = error
                    continue
                }
                for descriptor in descriptors { close(descriptor) }
                throw error
            }
        }
        if descriptors.isEmpty, let missing { throw missing }
        self.descriptors = descriptors
        self.port = port
    }

    /// The addresses of the host, in the system's order; all of them of `localhost` only.
    private static func addresses(_ configuration: HTTPConfiguration) throws(HTTPListenerError) -> [Address] {
        // The name stands for these addresses (RFC 6761, section 6.3), also on a machine whose files do not say so.
        if configuration.host.lowercased() == "localhost" { return [.ipv4Loopback, .ipv6Loopback] }
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(configuration.host, String(configuration.port), &hints, &found)
        guard code == 0, let first = found else {
            throw .unknownHost(configuration.host, gai_strerror(code).map { String(cString: $0) } ?? "error \(code)")
        }
        defer { freeaddrinfo(found) }
        return [Address(first.pointee)]
    }

    private static func listen(
        _ address: Address, _ configuration: HTTPConfiguration
    ) throws(HTTPListenerError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else {
            // Without IPv6 in the kernel there is no socket for it.
            if errno == EAFNOSUPPORT {
                throw .cannotListen(host: configuration.host, port: configuration.port, EADDRNOTAVAIL)
            }
            throw .system("socket", errno)
        }
        var on: Int32 = 1
        // A restarted server must not wait for the old one's connections to be forgotten.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        // Connections inherit this: bytes that the client's window does not take stay with us, where they count, and
        // fixed answers are there once. The kernel would take megabytes for each client that reads nothing.
        var unsent = Self.unsentBytes
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent, socklen_t(MemoryLayout<Int32>.size))
        guard address.bind(descriptor) == 0, Glibc.listen(descriptor, configuration.backlog) == 0 else {
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

/// An address to listen on.
private struct Address {
    let family: Int32
    private var storage = sockaddr_storage()
    private let length: socklen_t

    init(_ found: addrinfo) {
        family = found.ai_family
        length = found.ai_addrlen
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: found.ai_addr, count: Int(found.ai_addrlen)))
        }
    }

    private init(_ address: sockaddr_in) {
        family = AF_INET
        length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in.self) }
    }

    private init(_ address: sockaddr_in6) {
        family = AF_INET6
        length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in6.self) }
    }

    static var ipv4Loopback: Address {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return Address(address)
    }

    static var ipv6Loopback: Address {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        return Address(address)
    }

    /// The same address with another port, which stands at the same place in both families.
    func with(port: UInt16) -> Address {
        var copy = self
        withUnsafeMutableBytes(of: &copy.storage) {
            $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return copy
    }

    func bind(_ descriptor: Int32) -> Int32 {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, length) }
        }
    }
}

extension HTTPListenerError {
    fileprivate var isMissingAddress: Bool {
        if case .cannotListen(_, _, EADDRNOTAVAIL) = self { true } else { false }
    }
}
