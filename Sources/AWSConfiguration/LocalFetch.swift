import Dispatch
import Foundation
import FoundationNetworking

/// HTTP to the services that give credentials to this machine, through FoundationNetworking: rare, short, and also encrypted
/// where a container's endpoint is.
///
/// Whoever answers may be broken or hostile: the caller waits no longer than the request's time, however the answer comes; of
/// a body no more than is allowed is kept, and with more the request ends; a redirection or a demand for a login is an
/// answer, and nothing follows it. (Swift 6.3's session hears of the end between two reads of the connection: from one that sends
/// without any pause it may go on to read, and drop, for a while after the caller was told.)
final class LocalFetch: Sendable {
    /// A longer answer is refused.
    static let bodyLimit = 64 * 1024
    /// One for the process: a session has threads of its own.
    static let shared = LocalFetch()

    private let session: URLSession
    private let transfers: LocalTransfers
    /// Starting and cancelling a task waits for the session's own queue, which libcurl holds up while it looks up a name: that
    /// must be no thread of the cooperative pool.
    private let queue = DispatchQueue(label: "credentials-session")
    /// Not that queue, which may be held up.
    private let clock = DispatchQueue(label: "credentials-clock")

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.urlCredentialStorage = nil
        transfers = LocalTransfers(queue: queue)
        session = URLSession(configuration: configuration, delegate: transfers, delegateQueue: nil)
    }

    func send(_ request: LocalRequest) async throws(LocalRequestFailure) -> LocalAnswer {
        guard let url = URL(string: request.url) else { throw LocalRequestFailure("'\(request.url)' is no URL") }
        // The session's time-out is for silence, and in whole seconds.
        var wire = URLRequest(url: url, timeoutInterval: request.seconds + 60)
        wire.httpMethod = request.method
        for (name, value) in request.fields { wire.setValue(value, forHTTPHeaderField: name) }
        let whole = wire
        let result: LocalTransfer.Outcome = await withCheckedContinuation { continuation in
            let transfer = LocalTransfer { continuation.resume(returning: $0) }
            clock.asyncAfter(deadline: .now() + request.seconds) { [queue, weak transfer] in
                guard let transfer else { return }
                transfer.end(.failure(LocalRequestFailure("no answer in time")))
                queue.async { transfer.cancel() }
            }
            queue.async { [session, transfers] in
                if !transfer.isEnded { transfers.start(transfer, session.dataTask(with: whole)) }
            }
        }
        return try result.get()
    }
}
