import Glibc

/// HTTP/1.1 without encryption over plain sockets: for endpoints on this machine and in private networks.
///
/// One thread waits for all connections; requests come to it through a mailbox and go back through their continuations,
/// so that no thread of the cooperative pool ever blocks. Names are looked up on separate threads.
package final class SocketTransport: Transport {
    private let loop: SocketLoop

    /// A transport to a host and port. Nothing is connected yet.
    ///
    /// - Throws: ``TransportFailure`` when the system has no descriptor or thread to give.
    package convenience init(
        host: String, port: UInt16, limits: ConnectionLimits = ConnectionLimits()
    ) throws(TransportFailure) {
        try self.init(NameResolver(host: host, port: port), limits: limits)
    }

    /// A transport to the addresses that a resolver finds.
    init(_ resolver: NameResolver, limits: ConnectionLimits) throws(TransportFailure) {
        loop = try SocketLoop(resolver, limits)
        try loop.start()
    }

    deinit { loop.submit { $0.stop(then: nil) } }

    package func send(_ request: WireRequest, timeout: Duration) async throws(TransportFailure) -> WireAnswer {
        let bytes = request.bytes
        let deadline = SocketLoop.now() + timeout
        let result = await withUnsafeContinuation { continuation in
            let exchange = Exchange(bytes, deadline: deadline) { continuation.resume(returning: $0) }
            if !loop.submit({ $0.admit(exchange) }) { exchange.finish(.failure(.closed)) }
        }
        return try result.get()
    }

    package func close() async {
        await withUnsafeContinuation { continuation in
            if !loop.submit({ $0.stop { continuation.resume() } }) { continuation.resume() }
        }
    }
}

extension TransportFailure {
    static let closed = TransportFailure(.closed, "the client was closed", mayHaveArrived: false)
}

/// A request under way, and who hears of its end.
final class Exchange: @unchecked Sendable {
    let bytes: [UInt8]
    /// On the monotonic clock.
    let deadline: Duration
    // Only the loop's thread comes here after the exchange was handed over.
    private var whenDone: ((Result<WireAnswer, TransportFailure>) -> Void)?

    init(
        _ bytes: [UInt8], deadline: Duration, whenDone: @escaping (Result<WireAnswer, TransportFailure>) -> Void
    ) {
        self.bytes = bytes
        self.deadline = deadline
        self.whenDone = whenDone
    }

    /// Resumes the caller with the result; only the first counts.
    func finish(_ result: Result<WireAnswer, TransportFailure>) {
        whenDone?(result)
        whenDone = nil
    }

    var isFinished: Bool { whenDone == nil }
}
