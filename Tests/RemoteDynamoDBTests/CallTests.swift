import AWSConfiguration
import AWSSignatures
import Dispatch
import DynamoModel
import DynamoWire
import Synchronization
import Testing

@testable import RemoteDynamoDB

/// One call against scripted answers, with a separate clock.
@Suite struct CallTests {
    private static let done = ScriptedTransport.Step.answer(200, "{}")
    private static let unknownOutcomes: [ScriptedTransport.Step] = [
        .lost(.timedOut, mayHaveArrived: true), .lost(.connectionLost, mayHaveArrived: true),
        .lost(.malformed, mayHaveArrived: true), .error("InternalServerError", status: 500), .answer(502, "<html>"),
        .answer(503, ""), .answer(200, "{"),
        .success(
            WireAnswer(
                status: 200, fields: AnswerFields([(name: "X-Amz-Crc32", value: "1")]), body: Array("{}".utf8))),
        .error("TransactionInProgressException"),
    ]
    private static let notDone: [ScriptedTransport.Step] = [
        .lost(.unresolved, mayHaveArrived: false), .lost(.noConnection, mayHaveArrived: false),
        .lost(.timedOut, mayHaveArrived: false), .lost(.connectionLost, mayHaveArrived: false),
        .error("ProvisionedThroughputExceededException"), .error("RequestLimitExceeded"),
        .error("ThrottlingException"), .error("Throttling", status: 503), .answer(429, ""),
    ]
    private static let batch = BatchWriteItemRequest(requestItems: ["Words": [.put(item: ["pk": "a"])]])

    // Reads are tried again after everything that may pass.
    @Test(arguments: unknownOutcomes + notDone)
    func reads(_ step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport([step, step, .answer(200, #"{"Item":{"pk":{"S":"a"}}}"#)])
        let answer = try await RemoteTable.scripted(transport).getItem(get("a"))
        #expect(answer.item == ["pk": "a"])
        #expect(transport.requests.count == 3)
    }

    // Each request of a call carries the trace that the call belongs to, also when it is tried again; others carry
    // none.
    @Test func traces() async throws {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let found = ScriptedTransport.Step.answer(200, #"{"Item":{"pk":{"S":"a"}}}"#)
        let transport = ScriptedTransport([.answer(503, ""), found, found])
        let table = RemoteTable.scripted(transport)
        try await TraceContext.$parent.withValue(parent) { _ = try await table.getItem(get("a")) }
        _ = try await table.getItem(get("a"))
        #expect(transport.values("traceparent") == [parent, parent])
        #expect(transport.requests.count == 3)
    }

    // A write that was certainly not done is tried again, whatever kind it is.
    @Test(arguments: notDone)
    func writesThatWereNotDone(_ step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport([step, Self.done])
        _ = try await RemoteTable.scripted(transport).putItem(put("a", "b"))
        let batches = ScriptedTransport([step, Self.done])
        _ = try await RemoteTable.scripted(batches).batchWriteItem(Self.batch)
        #expect(transport.requests.count == 2 && batches.requests.count == 2)
    }

    // A write that may have been done and could be done twice is not tried again: its outcome is unknown, and the error
    // says so.
    @Test(arguments: unknownOutcomes)
    func writesWithUnknownOutcome(_ step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport([step, Self.done])
        let table = RemoteTable.scripted(transport)
        let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "b")) }
        #expect(error?.code == .internalServerError)
        #expect(error?.message.hasPrefix("It is not known whether the write was done.") == true)
        #expect(transport.requests.count == 1)
        let batch = await failure { () async throws(DynamoDBError) in try await table.batchWriteItem(Self.batch) }
        #expect(batch == nil, "the second request")
    }

    // Within `withRepeatableWrites` the caller vouches for it.
    @Test(arguments: unknownOutcomes)
    func declaredRepeatable(_ step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport([step, Self.done])
        let table = RemoteTable.scripted(transport)
        _ = try await RemoteTable.withRepeatableWrites { () async throws(DynamoDBError) in
            try await table.putItem(put("a", "b"))
        }
        #expect(transport.requests.count == 2)
    }

    // A transaction is tried again under one token, which is the caller's if there is one.
    @Test(arguments: unknownOutcomes)
    func transactions(_ step: ScriptedTransport.Step) async throws {
        var request = TransactWriteItemsRequest(
            transactItems: [TransactWrite(tableName: "Words", .put(item: ["pk": "a"]))])
        let transport = ScriptedTransport([step, step, Self.done])
        let table = RemoteTable.scripted(transport)
        _ = try await table.transactWriteItems(request)
        let bodies = Set(transport.requests.map(\.body))
        #expect(transport.requests.count == 3 && bodies.count == 1)
        _ = try await table.transactWriteItems(request)
        #expect(Set(transport.requests.map(\.body)).count == 2, "another call has another token")
        request.clientRequestToken = "mine"
        _ = try await table.transactWriteItems(request)
        #expect(transport.requests.last.map { String(decoding: $0.body, as: UTF8.self).contains(#""mine""#) } == true)
    }

    // A transaction that is cancelled is not tried again, even when nothing but conflicts stood in its way.
    @Test func cancelledTransaction() async throws {
        let transport = ScriptedTransport([Self.cancelled, Self.done])
        let error = await Self.transact(transport)
        #expect(error?.cancellationReasons.map(\.code) == [.transactionConflict])
        #expect(transport.requests.count == 1)
    }

    // After a try that may yet arrive, a cancelled retry does not say that the first is not carried out later; after
    // one that the service itself gave up, the token would have told.
    @Test func cancelledAfterUnknownOutcome() async throws {
        let open = await Self.transact(ScriptedTransport([.lost(.timedOut, mayHaveArrived: true), Self.cancelled]))
        #expect(open?.code == .internalServerError)
        let settled = await Self.transact(
            ScriptedTransport([.error("InternalServerError", status: 500), Self.cancelled]))
        #expect(settled?.code == .transactionCanceled)
    }

    // A transaction that was cancelled for throttling alone is sent again under its token; one with another reason too
    // is not.
    @Test func throttledTransaction() async throws {
        let throttled = ScriptedTransport([Self.cancelled(["None", "ThrottlingError"]), .answer(200, "{}")])
        #expect(await Self.transact(throttled) == nil)
        #expect(throttled.requests.count == 2)
        let mixed = ScriptedTransport([Self.cancelled(["ConditionalCheckFailed", "ThrottlingError"])])
        #expect(await Self.transact(mixed)?.code == .transactionCanceled)
        #expect(mixed.requests.count == 1)
        let always = ScriptedTransport([Self.cancelled(["ProvisionedThroughputExceeded"])])
        #expect(await Self.transact(always)?.code == .throttling)
    }

    private static func cancelled(_ codes: [String]) -> ScriptedTransport.Step {
        let reasons = codes.map { #"{"Code":"\#($0)"}"# }.joined(separator: ",")
        let type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
        return .answer(400, #"{"__type":"\#(type)","Message":"cancelled","CancellationReasons":[\#(reasons)]}"#)
    }

    private static let cancelled = ScriptedTransport.Step.answer(
        400,
        """
        {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled",\
        "CancellationReasons":[{"Code":"TransactionConflict"}]}
        """)

    private static func transact(
        _ transport: ScriptedTransport, _ time: TestTime = TestTime()
    ) async -> DynamoDBError? {
        await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(transport, time).transactWriteItems(
                TransactWriteItemsRequest(transactItems: [TransactWrite(tableName: "Words", .put(item: ["pk": "a"]))]))
        }
    }

    // What one try has left open, a later one that was certainly not done does not close.
    @Test func unknownOutcomeIsNotForgotten() async throws {
        let transport = ScriptedTransport([
            .lost(.connectionLost, mayHaveArrived: true), .error("ThrottlingException"),
            .lost(.noConnection, mayHaveArrived: false),
        ])
        let time = TestTime()
        let error = await Self.transact(transport, time)
        #expect(error?.code == .internalServerError)
        Self.expectWholeDeadline(time)
    }

    // As long as the longest pause does not pass it, there is another try.
    private static func expectWholeDeadline(_ time: TestTime) {
        let options = RemoteOptions()
        #expect(time.now <= options.deadline && time.now > options.deadline - options.backoffCap, "\(time.now)")
    }

    // A write with a token that may have been done is tried until the deadline, also past a breaker that has opened: an
    // endpoint that is back after seconds settles it. What need not be known ends when the breaker opens, with the last
    // cause.
    @Test func anOutcomeIsSettled() async throws {
        let lost = ScriptedTransport.Step.lost(.connectionLost, mayHaveArrived: true)
        let outage = [ScriptedTransport.Step](repeating: lost, count: RemoteOptions().breakerThreshold + 1)
        let (time, back) = (TestTime(), ScriptedTransport(outage + [.answer(200, "{}")]))
        #expect(await Self.transact(back, time) == nil)
        #expect(back.requests.count == outage.count + 1 && time.now > .seconds(3) && time.now < .seconds(10))
        #expect(Set(back.requests.map(\.body)).count == 1, "the same token")

        let never = TestTime()
        #expect(await Self.transact(ScriptedTransport([lost]), never)?.code == .internalServerError)
        Self.expectWholeDeadline(never)

        let read = ScriptedTransport([lost])
        let error = await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(read).getItem(get("a"))
        }
        #expect(error?.code == .serviceUnavailable && error?.message.contains("lost. Is it running") == true)
        #expect(read.requests.count <= RemoteOptions().breakerThreshold + 1)
    }

    // A table that throttles is asked by a call about every second after the first few tries, until its deadline; and
    // all calls together send no more retries than the budget has.
    @Test func throttlesAreNotHammered() async throws {
        let (time, transport) = (TestTime(), ScriptedTransport([.error("ProvisionedThroughputExceededException")]))
        let table = RemoteTable.scripted(transport, time)
        _ = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
        Self.expectWholeDeadline(time)
        #expect(time.pauses == time.pauses.sorted() && time.pauses.last == .seconds(1))
        #expect(transport.requests.count < 20)
        let calls = 200
        for _ in 1..<calls {
            let error = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
            #expect(error?.code == .provisionedThroughputExceeded)
        }
        #expect(transport.requests.count == calls + RemoteOptions().retryTokens / RetryBudget.cost)
    }

    // Statuses of 500 and more without an error of DynamoDB's come from something in front of it, and count as not
    // reached; DynamoDB's own errors do not, and neither does a single one between answers.
    @Test func breakerCountsWhatStandsInFront() async throws {
        var options = RemoteOptions()
        options.maximumAttempts = 1
        options.breakerThreshold = 2
        func isReachable(_ steps: [ScriptedTransport.Step]) async -> Bool {
            let table = RemoteTable.scripted(ScriptedTransport(steps), options: options)
            for _ in steps { _ = try? await table.getItem(get("a")) }
            return table.isReachable
        }
        let gateway = ScriptedTransport.Step.answer(502, "<html>Bad Gateway</html>")
        #expect(await !isReachable([gateway, gateway]))
        #expect(await isReachable([gateway, .answer(200, "{}"), gateway]))
        let own = ScriptedTransport.Step.error("InternalServerError", status: 500)
        #expect(await isReachable([own, own, own]))
    }

    // The deadline counts everything; when a pause would pass it, the call ends before it.
    @Test func deadline() async throws {
        let time = TestTime()
        let transport = ScriptedTransport([.lost(.timedOut, mayHaveArrived: true)]) { time.advance(by: .seconds(3)) }
        var options = RemoteOptions()
        options.backoffBase = .seconds(1)
        let error = await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(transport, time, options: options).getItem(get("a"))
        }
        #expect(error?.code == .serviceUnavailable)
        // 3 s, a pause of 0.5 s, 3 s, a pause of 1 s, and what is left of ten seconds.
        #expect(transport.timeouts == [.seconds(3), .seconds(3), .milliseconds(2500)])
        #expect(time.pauses == [.milliseconds(500), .seconds(1)])
    }

    // What the service asks to wait is waited, in either of its forms; a wait beyond the deadline is not begun.
    @Test func retryAfter() async throws {
        let time = TestTime()
        let transport = ScriptedTransport([
            .error("ThrottlingException", [("Retry-After", "2")]),
            .error("ThrottlingException", [("x-amz-retry-after", "1500")]),
            .error("ThrottlingException", [("Retry-After", "60")]),
        ])
        let error = await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(transport, time).getItem(get("a"))
        }
        #expect(error?.code == .throttling)
        #expect(time.pauses == [.seconds(2), .milliseconds(1500)])
    }

    // An empty budget ends retries for all calls; calls that succeed fill it again, one by one.
    @Test func budget() async throws {
        var options = RemoteOptions()
        options.retryTokens = 12
        let transport = ScriptedTransport([.error("ThrottlingException")])
        let table = RemoteTable.scripted(transport, options: options)
        for _ in 0..<3 {
            _ = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
        }
        #expect(transport.requests.count == 3 + 2)
        #expect(table.budget.remaining == 2)
    }

    // A clock that is wrong is corrected by the endpoint's `Date`, once; then requests are signed for the right time.
    @Test func wrongClock() async throws {
        let date = ("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
        let transport = ScriptedTransport([.error("InvalidSignatureException", [date]), .answer(200, "{}")])
        _ = try await RemoteTable.scripted(transport).getItem(get("a"))
        #expect(transport.values("x-amz-date") == ["20270115T080000Z", "19941106T084937Z"])
        let stubborn = ScriptedTransport([.error("InvalidSignatureException", [date])])
        let error = await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(stubborn).getItem(get("a"))
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(stubborn.requests.count == 2)
    }

    // Expired credentials are asked for once more.
    @Test func expiredCredentials() async throws {
        let source = ChangingCredentials()
        let transport = ScriptedTransport([.error("ExpiredTokenException"), .answer(200, "{}")])
        _ = try await RemoteTable.scripted(transport, credentials: source).getItem(get("a"))
        #expect(transport.values("x-amz-security-token") == ["token 1", "token 2"])
        let expired = ScriptedTransport([.error("ExpiredTokenException")])
        let error = await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(expired, credentials: source).getItem(get("a"))
        }
        #expect(error?.message.contains("ExpiredTokenException") == true && expired.requests.count == 2)
    }

    // No credentials: nothing is sent, and the source's sentence is reported.
    @Test func noCredentials() async throws {
        let transport = ScriptedTransport([.answer(200, "{}")])
        let table = RemoteTable.scripted(transport, credentials: NoCredentials())
        let error = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
        #expect(error?.code == .serviceUnavailable && error?.message.contains("set AWS_PROFILE") == true)
        #expect(transport.requests.isEmpty)
    }

    // Credentials that do not come end the call at its deadline: nothing is sent, and nobody waits for ever.
    @Test func credentialsThatDoNotCome() async throws {
        let transport = ScriptedTransport([.answer(200, "{}")])
        var options = RemoteOptions()
        options.deadline = .milliseconds(50)
        let table = RemoteTable.scripted(transport, options: options, credentials: NeverCredentials())
        let error = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
        #expect(error?.code == .serviceUnavailable && error?.message.contains("in time") == true)
        #expect(transport.requests.isEmpty)
    }

    // An endpoint that cannot be reached is left alone: calls fail at once until the pause is over and a probe gets an
    // answer.
    @Test func breaker() async throws {
        let time = TestTime()
        let observer = RecordingObserver()
        var options = RemoteOptions()
        options.maximumAttempts = 1
        options.breakerThreshold = 2
        let down = ScriptedTransport.Step.lost(.noConnection, mayHaveArrived: false)
        let transport = ScriptedTransport([down, down, .answer(200, "{}")])
        let table = RemoteTable.scripted(transport, time, options: options, observer: observer)
        for _ in 0..<5 {
            let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "b")) }
            #expect(error?.code == .serviceUnavailable)
        }
        #expect(transport.requests.count == 2 && !table.isReachable)
        time.advance(by: .seconds(1))
        _ = try await table.putItem(put("a", "b"))
        #expect(table.isReachable)
        #expect(observer.breaker == [true, false])
        #expect(observer.attempts == [.unreachable, .unreachable, .succeeded])
        #expect(observer.calls == [1, 1, 0, 0, 0, 1])
    }

    // Unprocessed keys and items are asked for again until nothing is left, and capacities are added up.
    // Each further round is a retry, of the endpoint and in the tally of the task.
    @Test func unprocessed() async throws {
        let capacity = #""ConsumedCapacity":[{"TableName":"Words","CapacityUnits":1}]"#
        let writes = ScriptedTransport([
            .answer(
                200,
                #"{"UnprocessedItems":{"Words":[{"PutRequest":{"Item":{"pk":{"S":"b"}}}}]},\#(capacity)}"#),
            .answer(200, #"{"UnprocessedItems":{},\#(capacity)}"#),
        ])
        let observer = RecordingObserver()
        let tally = RetryTally()
        let written = try await RetryTally.$current.withValue(tally) {
            try await RemoteTable.scripted(writes, observer: observer).batchWriteItem(Self.batch)
        }
        #expect(written.unprocessedItems.isEmpty && writes.requests.count == 2)
        #expect(observer.retries == [0, 1] && tally.retries == 1 && tally.throttles == 0)
        #expect(written.consumedCapacity?.map(\.total.write) == [2])
        let reads = ScriptedTransport([
            .answer(
                200,
                #"{"Responses":{"Words":[{"pk":{"S":"a"}}]},"UnprocessedKeys":{"Words":{"Keys":[{"pk":{"S":"b"}}]}}}"#),
            .answer(200, #"{"Responses":{"Words":[{"pk":{"S":"b"}}]},"UnprocessedKeys":{}}"#),
        ])
        let request = BatchGetItemRequest(requestItems: ["Words": KeysAndAttributes(keys: [["pk": "a"], ["pk": "b"]])])
        let read = try await RemoteTable.scripted(reads).batchGetItem(request)
        #expect(read.responses["Words"]?.count == 2 && read.unprocessedKeys.isEmpty)
    }

    // What stays unprocessed comes back, also when a later round fails before anything was done; an unknown outcome is
    // told.
    @Test func staysUnprocessed() async throws {
        let half = ScriptedTransport.Step.answer(
            200, #"{"UnprocessedItems":{"Words":[{"PutRequest":{"Item":{"pk":{"S":"b"}}}}]}}"#)
        let (time, always) = (TestTime(), ScriptedTransport([half]))
        let left = try await RemoteTable.scripted(always, time).batchWriteItem(Self.batch)
        #expect(left.unprocessedItems == ["Words": [.put(item: ["pk": "b"])]])
        #expect(
            time.now > RemoteOptions().deadline - RemoteOptions().backoffCap && time.now <= RemoteOptions().deadline)
        let down = ScriptedTransport([half, .lost(.noConnection, mayHaveArrived: false)])
        let kept = try await RemoteTable.scripted(down).batchWriteItem(Self.batch)
        #expect(kept.unprocessedItems == ["Words": [.put(item: ["pk": "b"])]])
        let lost = ScriptedTransport([half, .lost(.connectionLost, mayHaveArrived: true)])
        let error = await failure { () async throws(DynamoDBError) in
            try await RemoteTable.scripted(lost).batchWriteItem(Self.batch)
        }
        #expect(error?.code == .internalServerError)
    }
}

/// New credentials each time.
private final class ChangingCredentials: CredentialsSource {
    private let count = Mutex(0)

    func credentials() async throws(CredentialsError) -> AWSCredentials {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token \(number)")
    }
}

/// Waits until it is given up.
private struct NeverCredentials: CredentialsSource {
    func credentials() async throws(CredentialsError) -> AWSCredentials {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().asyncAfter(deadline: .now() + 60) { continuation.resume() }
        }
        throw CredentialsError("too late")
    }
}

private struct NoCredentials: CredentialsSource {
    func credentials() async throws(CredentialsError) -> AWSCredentials { throw CredentialsError("set AWS_PROFILE") }
}

private final class RecordingObserver: RemoteObserver {
    private let state = Mutex((attempts: [AttemptResult](), calls: [Int](), retries: [Int](), breaker: [Bool]()))

    var attempts: [AttemptResult] { state.withLock { $0.attempts } }
    var calls: [Int] { state.withLock { $0.calls } }
    var retries: [Int] { state.withLock { $0.retries } }
    var breaker: [Bool] { state.withLock { $0.breaker } }

    func attemptEnded(_ operation: DynamoOperation, _ result: AttemptResult) {
        state.withLock { $0.attempts.append(result) }
    }

    func callEnded(
        _ operation: DynamoOperation, attempts: Int, retries: Int, error: DynamoDBError.Code?
    ) {
        state.withLock { state in
            state.calls.append(attempts)
            state.retries.append(retries)
        }
    }

    func breakerChanged(isOpen: Bool) { state.withLock { $0.breaker.append(isOpen) } }
}
