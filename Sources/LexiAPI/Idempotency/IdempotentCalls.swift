import Digests
import HTTPServer
import Lexi
import Synchronization

/// Carries calls with an `Idempotency-Key` out once: the outcome of the first is kept for 24 hours, and answered again.
///
/// The outcome of a success is kept in the transaction of its write; a refusal that is the caller's fault after it. A
/// failure of the service is not kept: such a call may be sent again. Of two calls with one key at the same time one is
/// refused.
final class IdempotentCalls: Sendable {
    private let calls: IdempotencyRepository
    /// The calls of this process that are being carried out: callers with keys. One of another process is found when
    /// it commits.
    private let running = Mutex<Set<[String]>>([])

    init(_ calls: IdempotencyRepository) { self.calls = calls }

    /// Answers a call as it was answered before, or carries it out.
    ///
    /// - Parameters:
    ///   - route: carries the call out, whose write context brings the record along; makes an answer of what was kept.
    ///   - replay: the route's.
    func answer(
        _ call: Call, _ key: IdempotencyKey, _ route: Route, _ replay: Route.Replay
    ) async throws -> Answer {
        let own = Self.idempotent(call, key.text, route)
        let name = [call.idempotencyCaller, key.text]
        guard running.withLock({ $0.insert(name).inserted }) else { throw Self.inUse }
        defer { running.withLock { _ = $0.remove(name) } }
        var call = call
        call.idempotent = own
        if let answer = try await kept(own, call, replay) { return answer }
        do {
            return try await route.run(call)
        } catch RepositoryError.alreadyDone {
            // Another process was quicker.
            guard let answer = try await kept(own, call, replay) else { throw Self.inUse }
            return answer
        } catch {
            let problem = Problem(describing: error)
            if problem.isKept, !own.isKept { try? await calls.keep(.problem(problem.kept), of: own, at: call.now) }
            await calls.release(own)
            throw error
        }
    }

    /// The answer that was kept; nil when there is none, or when a call of many transactions was given up in their
    /// midst, which then continues.
    private func kept(_ own: IdempotentCall, _ call: Call, _ replay: Route.Replay) async throws -> Answer? {
        guard let record = try await calls.record(of: own, at: call.now) else { return nil }
        guard record.fingerprint.utf8.elementsEqual(own.fingerprint.utf8) else {
            throw Problem(.idempotencyKeyReused, "The key was given to another request within the last 24 hours.")
        }
        switch record.outcome {
        case .problem(let problem): throw Problem(problem)
        case .running(let claim):
            guard claim.heldUntil <= call.now else { throw Self.inUse }
            own.claim = claim
            return nil
        case .result(let result):
            var answer = try await replay(call, result)
            answer.isReplayed = true
            return answer
        }
    }

    private static let inUse = Problem(
        .idempotencyKeyInUse, "A request with this key is being carried out.",
        headers: [("Retry-After", HTTPFieldValue(decimal: Problem.retrySeconds))])

    /// Carries a call of many transactions out whose client gave it no key. When the same call was cut off before, it
    /// goes on where that was.
    func resume(_ call: Call, _ route: Route) async throws -> Answer {
        let own = Self.idempotent(call, nil, route)
        if case .running(let claim)? = try await calls.record(of: own, at: call.now)?.outcome {
            guard claim.heldUntil <= call.now else { throw Self.isUnderWay }
            own.claim = claim
        }
        var call = call
        call.idempotent = own
        do {
            return try await route.run(call)
        } catch {
            await calls.release(own)
            if case RepositoryError.alreadyDone = error { throw Self.isUnderWay }
            throw error
        }
    }

    private static let isUnderWay = Problem.unavailable("The same file is being imported; try again.")

    private static func idempotent(_ call: Call, _ key: String?, _ route: Route) -> IdempotentCall {
        let (caller, fingerprint) = (call.idempotencyCaller, fingerprint(call.request, isFile: route.isFile))
        guard let key else {
            let seed = UInt64.random(in: .min ... .max)
            return IdempotentCall(caller: caller, key: nil, fingerprint: fingerprint, seed: seed, at: call.now)
        }
        let hash = SHA256.hash(Array("\(caller)\0\(key)\0\(fingerprint)".utf8))
        let seed = hash.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return IdempotentCall(caller: caller, key: key, fingerprint: fingerprint, seed: seed, at: call.now)
    }

    /// A hash of what a request asks for: its method, target and body, and of a file its type.
    private static func fingerprint(_ request: HTTPRequest, isFile: Bool) -> String {
        var state = SHA256()
        state.update(Array("\(request.method) \(request.path)".utf8))
        state.update(Array(request.query ?? []))
        state.update([0])
        if isFile { for type in request.headers.all("content-type") { state.update(Array(type) + [0]) } }
        state.update(request.body)
        return Base64URL.encode(Array(state.finalize()))
    }
}

extension Call {
    /// Whose keys the caller may use: their user id, or what stands for a caller without one.
    fileprivate var idempotencyCaller: String {
        switch principal {
        case .user(let caller, _): caller.user.userID.text
        case .subject(let token), .service(let token):
            IdempotentCall.caller(issuer: token.issuer, subject: token.subject)
        case .nobody: IdempotentCall.caller(issuer: "", subject: "")
        }
    }
}

extension Problem {
    /// Whether it is the caller's fault, and would be the same for the same request.
    fileprivate var isKept: Bool {
        switch type {
        case .unauthorized, .notRegistered, .deactivated, .forbidden, .insufficientScope, .emailNotVerified,
            .tooManyRequests, .idempotencyKeyInUse, .idempotencyKeyReused:
            false
        default: 400...499 ~= type.status.code
        }
    }

    fileprivate var kept: KeptProblem {
        KeptProblem(type: type.rawValue, detail: detail, errors: errors, flashcardID: flashcardID)
    }

    /// A problem that was kept.
    fileprivate init(_ kept: KeptProblem) {
        self.init(
            ProblemType(rawValue: kept.type) ?? .internalError, kept.detail, errors: kept.errors,
            headers: [("Idempotency-Replayed", "true")])
        flashcardID = kept.flashcardID
    }
}
