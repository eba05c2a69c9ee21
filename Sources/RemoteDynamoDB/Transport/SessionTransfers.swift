import Dispatch
import Foundation
import FoundationNetworking
import Synchronization

/// Hears from a session how its tasks go, and informs the transfers.
final class SessionTransfers: NSObject, URLSessionDataDelegate {
    private let running = Mutex<[Int: SessionTransfer]>([:])
    private let bodyLimit: Int
    private let queue: DispatchQueue

    /// Transfers with answers of up to so many bytes, which are cancelled on a queue.
    init(bodyLimit: Int, queue: DispatchQueue) {
        self.bodyLimit = bodyLimit
        self.queue = queue
    }

    /// Starts a transfer as a task.
    func start(_ transfer: SessionTransfer, _ task: URLSessionDataTask) {
        running.withLock { $0[task.taskIdentifier] = transfer }
        transfer.begin(task)
    }

    private func transfer(_ task: URLSessionTask) -> SessionTransfer? {
        running.withLock { $0[task.taskIdentifier] }
    }

    private func cancel(_ transfer: SessionTransfer) {
        queue.async { transfer.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        needNewBodyStream completionHandler: @escaping @Sendable (InputStream?) -> Void
    ) {
        // The connection is lost, and libcurl wants to send the request again on another, on the session's own queue.
        // It sends the head; without its body that is no request.
        completionHandler(nil)
        guard let transfer = transfer(task) else { return }
        transfer.noteResend()
        cancel(transfer)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // The signature is for this endpoint, and so are the items.
        if transfer(task)?.decide() == true { completionHandler(nil) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        // The request is signed: there is nothing to log in with. Left to itself, the task would never end.
        guard let transfer = transfer(task) else { return }
        if let response = challenge.failureResponse as? HTTPURLResponse { transfer.ended(with: response) }
        completionHandler(.cancelAuthenticationChallenge, nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let transfer = transfer(dataTask), !transfer.take(data, limit: bodyLimit) else { return }
        cancel(transfer)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        running.withLock { $0.removeValue(forKey: task.taskIdentifier) }?.ended(task, error)
    }
}
