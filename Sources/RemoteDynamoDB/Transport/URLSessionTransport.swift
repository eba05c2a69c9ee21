import Foundation
import FoundationNetworking
import Synchronization

/// HTTP through the toolchain's FoundationNetworking: for encrypted endpoints.
///
/// Set up for what is known of it on Linux: one session for the client's whole life, since each has threads and caches of its
/// own and ending one while transfers are under way can crash; a delegate instead of completion handlers, since redirects
/// can be refused no other way; a time limit of ours on the whole transfer, since the session's is only for silence; no
/// cookies, no cache, no stored credentials; `Accept-Encoding: identity`, since the checksum is of what is sent.
///
/// One thing cannot be set: libcurl, which does the work, sends a request once more by itself when a connection that it had
/// used before ends without a byte of an answer. An endpoint that closes connections between requests has not seen the
/// first one then. One that fails in the middle of a request may have: a write without token or condition can be done twice.
package final class URLSessionTransport: Transport {
    private let session: URLSession
    private let transfers: Transfers
    private let url: URL
    /// A session that was told to end must not be asked for tasks.
    private let isClosed = Mutex(false)

    /// A transport to an endpoint. Nothing is connected yet.
    ///
    /// - Throws: ``TransportFailure`` when the endpoint has no URL.
    package init(_ endpoint: RemoteEndpoint, limits: ConnectionLimits = ConnectionLimits()) throws(TransportFailure) {
        guard let url = URL(string: "\(endpoint)/") else {
            throw TransportFailure(.unresolved, "the endpoint \(endpoint) is no URL", mayHaveArrived: false)
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
        transfers = Transfers(bodyLimit: limits.bodyBytes)
        session = URLSession(configuration: configuration, delegate: transfers, delegateQueue: nil)
    }

    deinit { end() }

    package func send(_ request: WireRequest, timeout: Duration) async throws(TransportFailure) -> WireAnswer {
        var wire = URLRequest(url: url)
        wire.httpMethod = "POST"
        for (name, value) in request.fields where !Self.isOwn(name) { wire.setValue(value, forHTTPHeaderField: name) }
        wire.httpBody = Data(request.body)
        let seconds = timeout / .seconds(1)
        wire.timeoutInterval = seconds
        guard let task = isClosed.withLock({ $0 ? nil : session.dataTask(with: wire) }) else { throw .closed }
        let limit = Task {
            try await Task.sleep(for: timeout)
            task.cancel()
        }
        let result = await withCheckedContinuation { continuation in
            transfers.start(task) { continuation.resume(returning: $0) }
        }
        limit.cancel()
        return try result.get()
    }

    package func close() async { end() }

    private func end() {
        isClosed.withLock { isClosed in
            if !isClosed { session.finishTasksAndInvalidate() }
            isClosed = true
        }
    }

    /// Fields that the session writes itself, from the URL and the body.
    private static func isOwn(_ name: String) -> Bool {
        HTTPByte.equal(name.utf8, "host") || HTTPByte.equal(name.utf8, "content-length")
    }
}

/// Collects the answers of the session's tasks.
private final class Transfers: NSObject, URLSessionDataDelegate {
    typealias Done = @Sendable (Result<WireAnswer, TransportFailure>) -> Void

    private struct Transfer {
        var body: [UInt8] = []
        var isTooLong = false
        let done: Done
    }

    private let running = Mutex<[Int: Transfer]>([:])
    private let bodyLimit: Int

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    func start(_ task: URLSessionDataTask, _ done: @escaping Done) {
        running.withLock { $0[task.taskIdentifier] = Transfer(done: done) }
        task.resume()
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        // The signature is for this endpoint, and so are the items.
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLong = running.withLock { running in
            guard running[dataTask.taskIdentifier] != nil else { return false }
            let count = running[dataTask.taskIdentifier]?.body.count ?? 0
            guard data.count <= bodyLimit - count else {
                running[dataTask.taskIdentifier]?.isTooLong = true
                return true
            }
            running[dataTask.taskIdentifier]?.body.append(contentsOf: data)
            return false
        }
        if isTooLong { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let transfer = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        if transfer.isTooLong {
            let detail = AnswerError.bodyTooLong.detail
            transfer.done(.failure(TransportFailure(.malformed, detail, mayHaveArrived: true)))
        } else if let error {
            transfer.done(.failure(TransportFailure(error)))
        } else if let response = task.response as? HTTPURLResponse {
            let fields = response.allHeaderFields.map { (name: "\($0.key)", value: "\($0.value)") }
            transfer.done(
                .success(
                    WireAnswer(status: response.statusCode, fields: AnswerFields(fields), body: transfer.body)))
        } else {
            transfer.done(.failure(TransportFailure(.malformed, "there is no answer", mayHaveArrived: true)))
        }
    }
}

extension TransportFailure {
    /// What the session says went wrong. Only what happens before a request is sent is certain not to have arrived.
    fileprivate init(_ error: any Error) {
        let code = (error as? URLError)?.code ?? .unknown
        switch code {
        case .cannotFindHost, .dnsLookupFailed:
            self.init(.unresolved, "cannot find the endpoint's address", mayHaveArrived: false)
        case .cannotConnectToHost, .notConnectedToInternet:
            self.init(.noConnection, "cannot connect to the endpoint", mayHaveArrived: false)
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired:
            self.init(
                .noConnection, "cannot set up encryption with the endpoint (error \(code.rawValue))",
                mayHaveArrived: false)
        // A transfer of ours is only cancelled when its time is up.
        case .timedOut, .cancelled: self.init(.timedOut, "the answer did not come in time", mayHaveArrived: true)
        // What libcurl says of a certificate that it does not trust is among these.
        case .unknown:
            self.init(
                .connectionLost,
                "the connection failed; often that is a certificate that this machine does not trust (error -1)",
                mayHaveArrived: true)
        default:
            self.init(
                .connectionLost, "the connection was lost before the answer was complete (error \(code.rawValue))",
                mayHaveArrived: true)
        }
    }
}
