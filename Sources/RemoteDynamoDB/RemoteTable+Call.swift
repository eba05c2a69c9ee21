import AWSConfiguration
import DynamoModel
import DynamoWire

// The one way that every call goes.
extension RemoteTable {
    /// Carries out a request.
    ///
    /// - Parameters:
    ///   - deadline: until when; nil for the call's own.
    ///   - isFurtherRound: whether it asks for what an earlier call left of a batch.
    func call(
        _ request: DynamoRequest, until deadline: Duration? = nil, isFurtherRound: Bool = false
    ) async throws(DynamoDBError) -> DynamoResponse {
        var call = Call(
            request, deadline: deadline ?? surroundings.monotonic() + options.deadline,
            isRepeatable: Self.writesAreRepeatable,
            isFurtherRound: isFurtherRound)
        do throws(DynamoDBError) {
            let response = try await carryOut(&call)
            note(call, nil)
            return response
        } catch {
            note(call, error.code)
            throw error
        }
    }

    private func note(_ call: Call, _ error: DynamoDBError.Code?) {
        RetryTally.current?.add(retries: call.retries, throttles: call.throttles)
        observer?.callEnded(
            call.request.operation, attempts: call.attempts, retries: call.retries, error: error)
    }

    private func carryOut(_ call: inout Call) async throws(DynamoDBError) -> DynamoResponse {
        var last: Failure?
        while true {
            guard let pass = breaker.admit(now: surroundings.monotonic()) else {
                try await waitForBreaker(call, last ?? notReachable)
                continue
            }
            do throws(Failure) {
                let response = try await attempt(&call, pass)
                budget.giveBack(call.spent)
                return response
            } catch {
                if let write = call.suspected(by: error), await isOwn(write, error, until: call.deadline) {
                    budget.giveBack(call.spent)
                    return write.response
                }
                call.note(error)
                // That there was no time for one more try says less than why it was needed.
                let isLate = error.cause == .notSent && surroundings.monotonic() >= call.deadline
                let reported = isLate ? last ?? error : error
                last = reported
                try await prepareRetry(&call, after: reported)
            }
        }
    }

    private var notReachable: Failure {
        Failure(.unreachable, .notDone, DynamoDBError(.serviceUnavailable, endpoint.notAnswering))
    }

    /// An open breaker ends a call at once, except a write that may have been done: its next try is what settles that.
    ///
    /// - Throws: the error that the caller gets, when there is no next try.
    private func waitForBreaker(_ call: Call, _ failure: Failure) async throws(DynamoDBError) {
        let pause = pauses.pause(
            before: call.attempts, random: surroundings.random(), atLeast: options.backoffBase)
        guard call.isUnsettledWrite, surroundings.monotonic() + pause < call.deadline, !Task.isCancelled else {
            throw call.error(failure)
        }
        await surroundings.sleep(pause)
    }

    /// Waits for the time of the next try.
    ///
    /// - Throws: the error that the caller gets, when there is no next try.
    private func prepareRetry(_ call: inout Call, after failure: Failure) async throws(DynamoDBError) {
        if call.isWorthOneMore(failure) { return }
        guard failure.isTransient, call.mayRepeat, call.attempts < options.maximumAttempts else {
            throw call.error(failure)
        }
        let pause = pauses.pause(
            before: call.attempts, random: surroundings.random(), atLeast: failure.retryAfter)
        guard surroundings.monotonic() + pause < call.deadline, !Task.isCancelled, budget.take(failure.retryCost) else {
            throw call.error(failure)
        }
        call.spent = failure.retryCost
        if pause > .zero { await surroundings.sleep(pause) }
        if Task.isCancelled { throw call.error(failure) }
    }

    /// One try.
    private func attempt(_ call: inout Call, _ pass: CircuitBreaker.Pass) async throws(Failure) -> DynamoResponse {
        let operation = call.request.operation
        call.attempts += 1
        do throws(Failure) {
            let response = try await exchange(call)
            note(operation, .succeeded, .reached, pass)
            return response
        } catch {
            if error.cause == .throttled { call.throttles += 1 }
            note(operation, error.result, error.finding, pass)
            throw error
        }
    }

    private func exchange(_ call: Call) async throws(Failure) -> DynamoResponse {
        let operation = call.request.operation
        let signed: RequestMaker.Signed
        do throws(CredentialsError) {
            signed = try await maker.request(
                operation, body: call.body, within: call.deadline - surroundings.monotonic())
        } catch {
            throw .noCredentials(error.description, endpoint: endpoint)
        }
        let timeout = min(options.attemptTimeout, call.deadline - surroundings.monotonic())
        guard timeout > .zero else { throw .outOfTime(endpoint) }
        let answer: WireAnswer
        do throws(TransportFailure) {
            answer = try await transport.send(signed.request, timeout: timeout)
        } catch {
            throw Failure(error, endpoint: endpoint)
        }
        do throws(Failure) {
            return try reader.read(answer, of: operation)
        } catch {
            if error.cause == .expiredCredentials { maker.refused(signed.credentials) }
            // When the clock is right, it is the key that is wrong.
            guard error.cause == .wrongClock, !maker.learnTime(answer.fields, signedWith: signed.offset) else {
                throw error
            }
            throw Failure(.notAdmitted, .notDone, error.error)
        }
    }

    private func note(
        _ operation: DynamoOperation, _ result: AttemptResult, _ finding: CircuitBreaker.Finding,
        _ pass: CircuitBreaker.Pass
    ) {
        observer?.attemptEnded(operation, result)
        if let isOpen = breaker.record(finding, of: pass, now: surroundings.monotonic()) {
            observer?.breakerChanged(isOpen: isOpen)
        }
    }
}

extension Failure {
    static func outOfTime(_ endpoint: RemoteEndpoint) -> Failure {
        Failure(.notSent, .notDone, DynamoDBError(.serviceUnavailable, endpoint.outOfTime))
    }
}
