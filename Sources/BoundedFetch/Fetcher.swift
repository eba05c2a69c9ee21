import Dispatch
import Foundation
import FoundationNetworking

/// Short requests over HTTP or https, through FoundationNetworking: for credentials of this machine and keys of
/// identity providers.
///
/// The server may be broken or hostile: a caller waits no longer than the request's time, however the answer comes; of
/// a body no more than is allowed is kept, and with more the request ends; a redirection or a demand for a login is an
/// answer, and nothing follows it. (Swift 6.3's session learns of the end between two reads of the connection: from a
/// server that sends without any pause it may go on to read, and drop, for a while after the caller got its failure.)
public final class Fetcher: Sendable {
    /// One for the process: a session has its threads.
    public static let shared = Fetcher()

    private let session: URLSession
    private let transfers: FetchTransfers
    /// Starting and cancelling a task waits for the session's own queue, which libcurl holds up while it looks up a
    /// name: that must be no thread of the cooperative pool.
    private let queue = DispatchQueue(label: "fetch-session")
    /// Not that queue, which may be held up.
    private let clock = DispatchQueue(label: "fetch-clock")

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.urlCredentialStorage = nil
        transfers = FetchTransfers(queue: queue)
        session = URLSession(configuration: configuration, delegate: transfers, delegateQueue: nil)
    }

    /// Sends a request, and waits for the whole answer.
    /// - Throws: ``FetchFailure`` without an answer, when it is too long, or when the time is over.
    public func send(_ request: FetchRequest) async throws(FetchFailure) -> FetchAnswer {
        guard let url = URL(string: request.url) else { throw FetchFailure("'\(request.url)' is not a URL") }
        // The session's time-out is for silence, and in whole seconds.
        var wire = URLRequest(url: url, timeoutInterval: request.seconds + 60)
        wire.httpMethod = request.method
        if !request.body.isEmpty { wire.httpBody = Data(request.body) }
        for (name, value) in request.fields { wire.setValue(value, forHTTPHeaderField: name) }
        let whole = wire
        let result: FetchTransfer.Outcome = await withCheckedContinuation { continuation in
            let transfer = FetchTransfer(byteLimit: request.byteLimit) { continuation.resume(returning: $0) }
            clock.asyncAfter(deadline: .now() + request.seconds) { [queue, weak transfer] in
                guard let transfer else { return }
                transfer.end(.failure(FetchFailure("no answer in time")))
                queue.async { transfer.cancel() }
            }
            queue.async { [session, transfers] in
                if !transfer.isEnded { transfers.start(transfer, session.dataTask(with: whole)) }
            }
        }
        return try result.get()
    }
}
