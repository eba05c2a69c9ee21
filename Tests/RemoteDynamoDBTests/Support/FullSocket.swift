import CLinux
import Glibc
import TestSupport

@testable import RemoteDynamoDB

/// A socket in a folder to which one client connects, and from which nothing is read before it is asked for.
///
/// Its kind takes what is sent at once as a whole or not at all, up to 32 KiB, so that it can be full to the last byte.
final class FullSocket: Sendable {
    private let path: String
    private let listener: Int32

    /// Listens in a folder.
    init(_ folder: String) throws {
        path = folder + "/socket"
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        listener = descriptor
        let result = Self.address(path).bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            }
        }
        guard result == 0, listen(listener, 1) == 0 else { throw SocketError(call: "bind", code: errno) }
    }

    deinit { close(listener) }

    /// Where the client connects to.
    var address: SocketAddress { Self.address(path) }

    private static func address(_ path: String) -> SocketAddress {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return SocketAddress(family: AF_UNIX, bytes: withUnsafeBytes(of: address) { Array($0) })
    }

    /// The client's connection, once there is one.
    func accept() async throws -> Wire {
        try await waitFor("the client to connect") { [listener] in
            var ready = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            return poll(&ready, 1, 0) == 1 ? Wire(Glibc.accept(listener, nil, nil)) : nil
        }
    }

    /// Whether the client has itself told when there is room to send.
    var isOutputWatched: Bool {
        let client = Descriptors.numbers.first { isPeer(of: $0) }
        return client.flatMap { Descriptors.watchedEvents(of: $0) }.map { $0 & EPOLLOUT.rawValue != 0 } ?? false
    }

    /// Whether a descriptor is connected to this socket.
    private func isPeer(of descriptor: Int32) -> Bool {
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        guard result == 0, address.sun_family == sa_family_t(AF_UNIX) else { return false }
        return withUnsafeBytes(of: address.sun_path) { $0.prefix { $0 != 0 }.elementsEqual(path.utf8) }
    }
}
