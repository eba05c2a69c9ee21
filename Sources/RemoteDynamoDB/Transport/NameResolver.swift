import CLinux
import Glibc
import Threads

/// Where a connection can be made to.
struct SocketAddress: Sendable, Hashable {
    let family: Int32
    /// The bytes of a `sockaddr`.
    let bytes: [UInt8]
}

/// Looks up the endpoint's name: an address at once, a name on a separate thread, since the system's resolver blocks.
struct NameResolver: Sendable {
    let host: String
    let port: UInt16
    /// The addresses, when they are known and nobody is to be asked.
    var known: [SocketAddress]?
    /// Whom names are asked of, on a thread that may wait.
    var ask: @Sendable (NameResolver) -> Result<[SocketAddress], TransportFailure> = { $0.lookUp(0) }

    /// The addresses when the host is one itself.
    func numeric() -> [SocketAddress]? {
        if let known { return known }
        guard case .success(let addresses) = lookUp(AI_NUMERICHOST), !addresses.isEmpty else { return nil }
        return addresses
    }

    /// Looks the name up and calls `done` from another thread.
    func start(_ done: @escaping @Sendable (Result<[SocketAddress], TransportFailure>) -> Void) {
        let code = DetachedThread.start(name: "name-resolver") { done(self.ask(self)) }
        if code != 0 {
            done(.failure(TransportFailure(.unresolved, "no thread to look up a name on", mayHaveArrived: false)))
        }
    }

    private func lookUp(_ flags: Int32) -> Result<[SocketAddress], TransportFailure> {
        var hints = addrinfo()
        hints.ai_flags = flags
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0 else {
            let reason = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failure(
                TransportFailure(.unresolved, "cannot find the address of \(host): \(reason)", mayHaveArrived: false))
        }
        defer { freeaddrinfo(found) }
        var addresses: [SocketAddress] = []
        var next = found
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
                addresses.append(SocketAddress(family: entry.ai_family, bytes: Array(bytes)))
            }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else {
            return .failure(TransportFailure(.unresolved, "\(host) has no address", mayHaveArrived: false))
        }
        return .success(addresses)
    }
}
