import Dispatch
import Foundation
import FoundationNetworking
import Synchronization

/// A request under way, and what hears of its end. The first end counts.
final class FetchTransfer: Sendable {
    typealias Outcome = Result<FetchAnswer, FetchFailure>

    private struct State {
        var task: URLSessionDataTask?
        var done: (@Sendable (Outcome) -> Void)?
        var body: [UInt8] = []
        var isCancelled = false
    }

    private let state: Mutex<State>

    private let byteLimit: Int

    init(byteLimit: Int, done: @escaping @Sendable (Outcome) -> Void) {
        self.byteLimit = byteLimit
        state = Mutex(State(done: done))
    }

    var isEnded: Bool { state.withLock { $0.done == nil } }

    /// What has come of the answer's body.
    var body: [UInt8] { state.withLock { $0.body } }

    func begin(_ task: URLSessionDataTask) {
        state.withLock { $0.task = task }
        task.resume()
    }

    /// Has the session end its task, once, if it has begun.
    func cancel() { if decide() { state.withLock { $0.task }?.cancel() } }

    /// Whether it is not being cancelled, and will not be any more: a task that is must not be instructed to go on.
    func decide() -> Bool {
        state.withLock { state in
            defer { state.isCancelled = true }
            return !state.isCancelled
        }
    }

    /// Reports the end.
    func end(_ outcome: Outcome) {
        let done = state.withLock { state in
            defer { state.done = nil }
            return state.done
        }
        done?(outcome)
    }

    /// Takes a part of the answer's body; false when it is too much.
    func take(_ data: Data) -> Bool {
        state.withLock { state in
            guard state.done != nil, data.count <= byteLimit - state.body.count else { return false }
            state.body.append(contentsOf: data)
            return true
        }
    }
}

/// Hears from the session how its tasks go, and passes it on to the transfers.
///
/// A delegate, since a completion handler hears of an answer when it has ended, with all of its body in memory.
final class FetchTransfers: NSObject, URLSessionDataDelegate {
    private let running = Mutex<[Int: FetchTransfer]>([:])
    private let queue: DispatchQueue

    /// Transfers that are cancelled on a queue.
    init(queue: DispatchQueue) { self.queue = queue }

    func start(_ transfer: FetchTransfer, _ task: URLSessionDataTask) {
        running.withLock { $0[task.taskIdentifier] = transfer }
        transfer.begin(task)
    }

    private func transfer(_ task: URLSessionTask) -> FetchTransfer? { running.withLock { $0[task.taskIdentifier] } }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // A token of ours is for the address that it is sent to, so that no answer may lead elsewhere.
        if transfer(task)?.decide() == true { completionHandler(nil) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        // There is nothing else to log in with.
        if let transfer = transfer(task), let response = challenge.failureResponse as? HTTPURLResponse {
            transfer.end(.success(FetchAnswer(status: response.statusCode, body: [])))
        }
        completionHandler(.cancelAuthenticationChallenge, nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let transfer = transfer(dataTask), !transfer.take(data) else { return }
        transfer.end(.failure(FetchFailure("the answer is too long")))
        queue.async { transfer.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let transfer = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        guard let response = task.response as? HTTPURLResponse, error == nil else {
            return transfer.end(.failure(Self.failure(error)))
        }
        transfer.end(.success(FetchAnswer(status: response.statusCode, body: transfer.body)))
    }

    private static func failure(_ error: (any Error)?) -> FetchFailure {
        switch (error as? URLError)?.code {
        case .timedOut?: FetchFailure("no answer in time")
        case .cannotConnectToHost?, .cannotFindHost?: FetchFailure("cannot connect")
        case let code: FetchFailure("no answer (error \(code?.rawValue ?? 0))")
        }
    }
}
