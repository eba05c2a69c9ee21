import Dispatch
import Foundation
import FoundationNetworking
import HTTPText
import Synchronization

/// HTTP through the toolchain's FoundationNetworking: for encrypted endpoints.
///
/// Set up for what is known of it on Linux: one session for the client's whole life, since each has its
/// threads and caches and ending one while transfers are under way can crash; a delegate, which is asked about
/// redirections, logins and bodies to send once more, and gets answers part by part, where a completion handler gets
/// one when all of it is in memory; time limits of ours, since the session's are for silence and in whole seconds; no
/// cookies, no cache, no stored credentials; `Accept-Encoding: identity`, since the checksum is of what is sent.
///
/// **No request is sent twice.** libcurl, which does the work, begins a request once more by itself when a connection
/// that it had used before ends without a byte of an answer, also when the endpoint has carried the request out. It has
/// to ask for the body again for that: it gets none, and the transfer is ended. (Left alone, the session of Swift 6.3
/// sends the head without the body, and waits until the time is up.)
///
/// **Memory.** The session of Swift 6.3 does not free what it takes to compare the URL's host with libcurl's: some 130
/// bytes a request.
package final class URLSessionTransport: Transport {
    private struct State {
        var session: URLSession?
        var isClosed = false
        var underWay = 0
        var whenIdle: [@Sendable () -> Void] = []
    }

    private let state: Mutex<State>
    private let transfers: SessionTransfers
    private let url: URL
    /// Starting and cancelling a task waits for the session's own queue, which libcurl holds up while it looks up a
    /// name: that must be no thread of the cooperative pool.
    private let queue = DispatchQueue(label: "remote-table-session")
    private let clock: SessionClock

    /// A transport to an endpoint. Nothing is connected yet.
    ///
    /// - Throws: ``TransportFailure`` when the endpoint has no URL.
    package init(_ endpoint: RemoteEndpoint, limits: ConnectionLimits = ConnectionLimits()) throws(TransportFailure) {
        guard let url = URL(string: "\(endpoint)/") else {
            throw TransportFailure(.unresolved, "the endpoint \(endpoint) is not a URL", mayHaveArrived: false)
        }
        self.url = url
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCredentialStorage = nil
        configuration.httpMaximumConnectionsPerHost = limits.connections
        clock = SessionClock(queue: queue)
        transfers = SessionTransfers(bodyLimit: limits.bodyBytes, queue: queue)
        let session = URLSession(configuration: configuration, delegate: transfers, delegateQueue: nil)
        state = Mutex(State(session: session))
    }

    deinit { Self.end(state.withLock { $0.session }) }

    package func send(_ request: WireRequest, timeout: Duration) async throws(TransportFailure) -> WireAnswer {
        // A session that was asked to end must not be asked for tasks.
        let isOpen = state.withLock { state in
            if !state.isClosed { state.underWay += 1 }
            return !state.isClosed
        }
        guard isOpen else { throw .closed }
        let wire = urlRequest(request, timeout)
        let deadline = SocketLoop.now() + timeout
        let result = await withCheckedContinuation { continuation in
            let transfer = SessionTransfer(bodyCount: request.body.count) { [clock] transfer, result in
                clock.forget(transfer)
                continuation.resume(returning: result)
            }
            clock.watch(transfer, until: deadline)
            queue.async { self.start(transfer, wire) }
        }
        ended()
        return try result.get()
    }

    private func start(_ transfer: SessionTransfer, _ wire: URLRequest) {
        // What was cancelled or given up meanwhile is not begun.
        guard let session = state.withLock({ $0.session }), transfer.mayBegin() else { return transfer.giveUp() }
        transfers.start(transfer, session.dataTask(with: wire))
    }

    private func ended() {
        let done = state.withLock { state in
            state.underWay -= 1
            guard state.underWay == 0 else { return [] as [@Sendable () -> Void] }
            defer { state.whenIdle = [] }
            return state.whenIdle
        }
        for done in done { done() }
    }

    private func urlRequest(_ request: WireRequest, _ timeout: Duration) -> URLRequest {
        var wire = URLRequest(url: url)
        wire.httpMethod = "POST"
        for (name, value) in request.fields where !Self.isOwn(name) { wire.setValue(value, forHTTPHeaderField: name) }
        wire.httpBody = Data(request.body)
        // Ours comes first. The session's is cut to whole seconds: one below a second would be none at all.
        wire.timeoutInterval = timeout / .seconds(1) + 60
        return wire
    }

    package func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.underWay > 0 { state.whenIdle.append { continuation.resume() } }
                return state.underWay == 0
            }
            if isIdle { continuation.resume() }
        }
        let session = state.withLock { state in
            defer { state.session = nil }
            return state.session
        }
        Self.end(session)
    }

    /// Sessions that were asked to end, which are never freed: on newer systems libcurl says farewell on encrypted
    /// connections then, calls for that what is being freed, and the process ends (swift-corelibs-foundation, pull
    /// request 5491). Their idle connections are closed by the endpoint, or by the end of the process.
    private static let ended = Mutex<[URLSession]>([])

    private static func end(_ session: URLSession?) {
        guard let session else { return }
        session.finishTasksAndInvalidate()
        ended.withLock { $0.append(session) }
    }

    /// Fields that the session writes itself, from the URL and the body.
    private static func isOwn(_ name: String) -> Bool {
        ["host", "content-length"].contains { matchesIgnoringCase(Array(name.utf8)[...], $0) }
    }
}
