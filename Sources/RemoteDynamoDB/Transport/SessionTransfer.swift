import Foundation
import FoundationNetworking
import Synchronization

/// A request that a session carries, and who hears of its end. The first end counts.
final class SessionTransfer: Sendable {
    typealias Done = @Sendable (SessionTransfer, Result<WireAnswer, TransportFailure>) -> Void

    private struct State {
        var task: URLSessionDataTask?
        var done: Done?
        var body: [UInt8] = []
        var isTooLong = false
        var isBegun = false
        /// Whether it was cancelled, or is beyond that.
        var isCancelled = false
        var wasAskedForBody = false
    }

    private let state: Mutex<State>
    private let bodyCount: Int

    /// A transfer of a request with a body of so many bytes.
    init(bodyCount: Int, done: @escaping Done) {
        self.bodyCount = bodyCount
        state = Mutex(State(done: done))
    }

    /// Whether it is to begin: it was neither cancelled nor ended.
    func mayBegin() -> Bool {
        state.withLock { state in
            state.isBegun = !state.isCancelled && state.done != nil
            return state.isBegun
        }
    }

    /// Begins.
    func begin(_ task: URLSessionDataTask) {
        state.withLock { $0.task = task }
        task.resume()
    }

    /// Resumes the caller with the outcome; only the first counts.
    private func finish(_ result: (_ wasBegun: Bool) -> Result<WireAnswer, TransportFailure>) {
        // Checked and done at once: it must not begin after it was said that it had not.
        let (done, wasBegun) = state.withLock { state in
            defer { state.done = nil }
            return (state.done, state.isBegun)
        }
        done?(self, result(wasBegun))
    }

    /// Has the session end it. To be called where transfers are begun, since it waits for the session's own queue.
    func cancel() { if decide() { state.withLock { $0.task }?.cancel() } }

    /// Whether it is not being cancelled, and will not be any more: a task that is must not be instructed to go on.
    func decide() -> Bool {
        state.withLock { state in
            defer { state.isCancelled = true }
            return !state.isCancelled
        }
    }

    /// Ends it without the session's word. What was handed to the session may yet be sent.
    func giveUp() { finish { .failure(.late(mayHaveArrived: $0)) } }

    /// Takes a part of the answer's body; false when it is too much.
    func take(_ data: Data, limit: Int) -> Bool {
        state.withLock { state in
            guard !state.isTooLong, data.count <= limit - state.body.count else {
                state.isTooLong = true
                return false
            }
            state.body.append(contentsOf: data)
            return true
        }
    }

    /// Notes that the body was asked for once more.
    func noteResend() { state.withLock { $0.wasAskedForBody = true } }

    /// Ends with an answer to which the session would say more.
    func ended(with response: HTTPURLResponse) { finish { _ in .success(answer(response)) } }

    /// Ends as the session says.
    func ended(_ task: URLSessionTask, _ error: (any Error)?) { finish { _ in result(task, error) } }

    private func result(_ task: URLSessionTask, _ error: (any Error)?) -> Result<WireAnswer, TransportFailure> {
        let (isTooLong, isResend) = state.withLock { ($0.isTooLong, $0.wasAskedForBody) }
        let sent = Int(task.countOfBytesSent)
        // Counted as libcurl takes it, so that it is no less than what the endpoint has.
        let isWhole = sent >= bodyCount
        if isTooLong {
            return .failure(TransportFailure(.malformed, AnswerError.bodyTooLong.detail, mayHaveArrived: true))
        }
        if isResend {
            let detail = "a connection that was used before was lost before the answer was complete"
            return .failure(TransportFailure(.connectionLost, detail, mayHaveArrived: isWhole))
        }
        if let error { return .failure(TransportFailure(error, wasBegun: sent > 0, mayHaveArrived: isWhole)) }
        guard let response = task.response as? HTTPURLResponse else {
            return .failure(TransportFailure(.malformed, "there is no answer", mayHaveArrived: true))
        }
        return .success(answer(response))
    }

    private func answer(_ response: HTTPURLResponse) -> WireAnswer {
        let fields = response.allHeaderFields.map { (name: "\($0.key)", value: "\($0.value)") }
        return WireAnswer(
            status: response.statusCode, fields: AnswerFields(fields), body: state.withLock { $0.body })
    }
}

extension TransportFailure {
    fileprivate static func late(mayHaveArrived: Bool) -> TransportFailure {
        TransportFailure(.timedOut, "the answer did not come in time", mayHaveArrived: mayHaveArrived)
    }

    /// What the session says went wrong.
    ///
    /// Its codes give only the kind: once the endpoint has refused a connection, to one of its addresses, every later
    /// failure is "cannot connect" too. Whether the request may have arrived is known from what was taken of its body.
    fileprivate init(_ error: any Error, wasBegun: Bool, mayHaveArrived: Bool) {
        let code = (error as? URLError)?.code ?? .unknown
        switch code {
        // A transfer of ours is only cancelled when its time is up.
        case .timedOut, .cancelled: self = .late(mayHaveArrived: mayHaveArrived)
        case _ where wasBegun:
            self.init(
                .connectionLost, "the connection was lost before the answer was complete (error \(code.rawValue))",
                mayHaveArrived: mayHaveArrived)
        case .cannotFindHost, .dnsLookupFailed:
            self.init(.unresolved, "cannot find the endpoint's address", mayHaveArrived: mayHaveArrived)
        case .cannotConnectToHost, .notConnectedToInternet:
            self.init(.noConnection, "cannot connect to the endpoint", mayHaveArrived: mayHaveArrived)
        default:
            self.init(
                .noConnection,
                "the connection could not be set up; often that is a certificate that this machine does not trust "
                    + "(error \(code.rawValue))", mayHaveArrived: mayHaveArrived)
        }
    }
}
