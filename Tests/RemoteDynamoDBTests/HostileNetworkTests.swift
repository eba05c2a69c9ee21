import AWSSignatures
import DynamoModel
import DynamoWire
import EmbeddedDynamoDB
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import RemoteDynamoDB

/// Everything that a network can do to a request, against our endpoint.
@Suite struct HostileNetworkTests {
    private static let carriers = RemoteFixture.Carrier.allCases
    private static let faults = HostileProxy.Fault.passing

    // A read gets its answer through every fault, with as many requests as it takes and no more.
    @Test(arguments: carriers, faults)
    func reads(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        try await RemoteFixture.hostile({ $0 < 2 ? fault : .pass }, over: carrier, options: fault.options) {
            table, proxy, fixture in
            _ = try await fixture.engine.putItem(put("a", "text"))
            #expect(try await table.getItem(get("a")).item?["text"] == "text")
            let wanted = fault.isHarmless ? 1 : 3
            // With a short time-out a slow machine may need more.
            #expect(fault.stalls ? proxy.requests >= wanted : proxy.requests == wanted)
        }
    }

    // A put without a condition is sent once, unless it was certainly not done; what the error says is true.
    @Test(arguments: carriers, faults)
    func unconditionalPuts(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        try await RemoteFixture.hostile({ $0 == 0 ? fault : .pass }, over: carrier, options: fault.options) {
            table, proxy, fixture in
            try await putOnce(table, proxy, fixture, fault)
        }
    }

    // So it is on a connection that has carried requests before: libcurl would send it once more by itself.
    @Test(arguments: carriers, faults)
    func unconditionalPutsOnUsedConnections(
        _ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault
    ) async throws {
        try await RemoteFixture.hostile({ $0 == 1 ? fault : .pass }, over: carrier, options: fault.options) {
            table, proxy, fixture in
            _ = try await table.getItem(get("a"))
            try await putOnce(table, proxy, fixture, fault)
        }
    }

    private func putOnce(
        _ table: RemoteTable, _ proxy: HostileProxy, _ fixture: RemoteFixture, _ fault: HostileProxy.Fault
    ) async throws {
        let before = proxy.requests
        let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "text")) }
        // What the proxy passes on may still be under way when the client gives up.
        if fault.isApplied { try await waitFor("the put to arrive") { try await fixture.item("a") } }
        let isThere = try await fixture.item("a") != nil
        if fault.isHarmless || fault == .throttle {
            #expect(error == nil && isThere)
            #expect(proxy.requests - before == (fault == .throttle ? 2 : 1))
        } else {
            #expect(error?.code == .internalServerError)
            #expect(proxy.requests - before == 1)
            // Not after a wait for an answer that cannot come.
            if fault == .resetBefore || fault == .dropAnswer { #expect(error?.message.contains("was lost") == true) }
            // What reaches the endpoint late may be there by now or not.
            #expect(isThere == fault.isApplied || fault == .arriveLate)
        }
    }

    // A transaction that counts is carried out once through every fault.
    @Test(arguments: carriers, faults)
    func transactions(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        try await RemoteFixture.hostile({ $0 < 2 ? fault : .pass }, over: carrier, options: fault.options) {
            table, proxy, fixture in
            _ = try await table.transactWriteItems(
                TransactWriteItemsRequest(transactItems: [
                    TransactWrite(
                        tableName: "Words", .update(key: ["pk": "n"], updateExpression: "ADD n :one"),
                        parameters: ExpressionParameters(values: [":one": 1])),
                    TransactWrite(
                        tableName: "Words", .put(item: ["pk": "mark"]), conditionExpression: "attribute_not_exists(pk)"),
                ]))
            #expect(try await fixture.item("n")?["n"] == 1)
            #expect(try await fixture.item("mark") != nil)
        }
    }

    // A connection that the endpoint closed while it was idle costs no call: it is not used again, and a read that went
    // out at the very moment is sent once more. (A write without a condition would be of unknown outcome then.)
    @Test(arguments: carriers)
    func idleConnections(_ carrier: RemoteFixture.Carrier) async throws {
        try await RemoteFixture.hostile({ $0 % 2 == 0 ? .closeAfter : .pass }, over: carrier) { table, proxy, fixture in
            for _ in 0..<20 { _ = try await table.getItem(get("a")) }
            #expect(proxy.requests == 20)
        }
    }

    // A connection that was closed is not watched any more, even while a child process that has just been started has a
    // copy of its descriptor: an event would name what is gone.
    @Test func copiedDescriptors() async throws {
        try await RemoteFixture.hostile({ _ in .pass }) { table, proxy, fixture in
            _ = try await table.getItem(get("a"))
            let copy = try #require(Descriptors.copy { local, remote in remote == proxy.port })
            defer { close(copy) }
            #expect(Descriptors.isWatched(copy))
            proxy.stop()
            try await waitFor("the client to let go of the connection") { Descriptors.isWatched(copy) ? nil : true }
        }
    }

    // A call ends by its deadline, whatever happens, and a write that may yet arrive is not called undone.
    @Test(arguments: carriers, [HostileProxy.Fault.stallBefore, .stallAfter, .endlessHead])
    func deadlines(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        var options = RemoteOptions.impatient
        options.deadline = .seconds(2)
        try await RemoteFixture.hostile({ _ in fault }, over: carrier, options: options) { table, proxy, fixture in
            let start = ContinuousClock.now
            let read = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
            let write = await failure { () async throws(DynamoDBError) in
                try await table.transactWriteItems(
                    TransactWriteItemsRequest(
                        transactItems: [TransactWrite(tableName: "Words", .put(item: ["pk": "a"]))]))
            }
            #expect(read?.code == .serviceUnavailable)
            #expect(write?.code == .internalServerError, "\(String(describing: write))")
            #expect(ContinuousClock.now - start < .seconds(30), "two calls of two seconds")
            #expect(proxy.requests <= 2 * options.maximumAttempts)
        }
    }

    // No error says what the requests were signed with, or what was in them.
    @Test(arguments: carriers, faults)
    func noSecrets(_ carrier: RemoteFixture.Carrier, _ fault: HostileProxy.Fault) async throws {
        var options = fault.options
        options.maximumAttempts = 1
        try await RemoteFixture.hostile({ _ in fault }, over: carrier, options: options) { table, proxy, fixture in
            let error = await failure { () async throws(DynamoDBError) in
                try await table.putItem(put("private-key", "private-text"))
            }
            let text = "\(String(describing: error))"
            for secret in [
                RemoteFixture.pair.secretAccessKey, RemoteFixture.pair.accessKeyID, "Signature=", "private",
            ] { #expect(!text.contains(secret)) }
        }
    }

    // Retries of all calls together stay within the budget.
    @Test(arguments: carriers)
    func budget(_ carrier: RemoteFixture.Carrier) async throws {
        var options = RemoteOptions.quick
        options.retryTokens = 100
        try await RemoteFixture.hostile({ _ in .error500 }, over: carrier, options: options) { table, proxy, fixture in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        _ = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
                    }
                }
            }
            #expect(proxy.requests == 50 + 100 / RetryBudget.cost)
        }
    }
}

extension HostileProxy.Fault {
    /// Whether the client does not notice it.
    var isHarmless: Bool { self == .pass || self == .closeAfter }

    /// Whether the client has to give up by itself.
    var stalls: Bool { self == .stallBefore || self == .stallAfter || self == .arriveLate }

    /// Short time-outs where they are needed to go on.
    var options: RemoteOptions {
        guard stalls else { return .quick }
        // Long enough for a busy machine to bring a request to the proxy.
        var options = RemoteOptions.impatient
        options.attemptTimeout = .milliseconds(1500)
        return options
    }
}

/// Counters under a network that does all of it at random.
@Suite struct HostileCounterTests {
    private static let workers = 6
    private static let rounds = 10

    /// How many increments were answered, and of how many the outcome is unknown.
    private final class Tally: Sendable {
        private let state = Mutex((acknowledged: 0, unknown: 0))

        var acknowledged: Int { state.withLock { $0.acknowledged } }
        var unknown: Int { state.withLock { $0.unknown } }

        func note(_ error: DynamoDBError?) {
            state.withLock { state in
                if error == nil { state.acknowledged += 1 }
                if error?.code == .internalServerError { state.unknown += 1 }
            }
        }
    }

    /// Counts tries.
    private final class Tries: RemoteObserver {
        private let tries = Atomic<Int>(0)

        var count: Int { tries.load(ordering: .sequentiallyConsistent) }

        func attemptEnded(_ operation: DynamoOperation, _ result: AttemptResult) {
            tries.add(1, ordering: .sequentiallyConsistent)
        }
        func callEnded(
            _ operation: DynamoOperation, attempts: Int, retries: Int, error: DynamoDBError.Code?
        ) {}
        func breakerChanged(isOpen: Bool) {}
    }

    /// A script that lets half of the requests pass.
    private static func script(seed: UInt64) -> HostileProxy.Script {
        let random = Mutex(SeededGenerator(seed: seed))
        let faults = HostileProxy.Fault.passing
        return { _ in random.withLock { $0.once(in: 2) ? .pass : $0.pick(faults) } }
    }

    private func run(
        seed: UInt64, over carrier: RemoteFixture.Carrier,
        _ increment: @escaping @Sendable (RemoteTable, Int, Int) async -> DynamoDBError?
    ) async throws -> (tally: (acknowledged: Int, unknown: Int), count: Int) {
        let tally = Tally()
        let count = Mutex(0)
        var options = RemoteOptions.impatient
        options.retryTokens = 100_000
        let tries = Tries()
        try await RemoteFixture.hostile(Self.script(seed: seed), over: carrier, options: options, observer: tries) {
            table, proxy, fixture in
            _ = try await fixture.engine.putItem(PutItemRequest(tableName: "Words", item: ["pk": "n", "n": 0]))
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<Self.workers {
                    group.addTask {
                        for round in 0..<Self.rounds { tally.note(await increment(table, worker, round)) }
                    }
                }
            }
            await table.close()
            proxy.stop()
            // What was held back arrives while the proxy ends.
            try await waitFor("the proxy's connections to end") { proxy.isIdle ? true : nil }
            #expect(proxy.requests <= tries.count, "nothing sends a request but a try that was counted")
            let value = try await fixture.item("n")?["n"]
            count.withLock {
                $0 = value.flatMap { if case .n(let number) = $0 { Int("\(number)") } else { nil } } ?? -1
            }
        }
        return ((tally.acknowledged, tally.unknown), count.withLock { $0 })
    }

    // Transactions that count by one: each that was answered is counted once, none twice, and those of unknown outcome
    // once or not at all.
    @Test(arguments: RemoteFixture.Carrier.allCases, [1, 2] as [UInt64])
    func transactions(_ carrier: RemoteFixture.Carrier, _ seed: UInt64) async throws {
        let (tally, count) = try await run(seed: seed, over: carrier) { table, _, _ in
            await failure { () async throws(DynamoDBError) in
                try await table.transactWriteItems(
                    TransactWriteItemsRequest(transactItems: [
                        TransactWrite(
                            tableName: "Words", .update(key: ["pk": "n"], updateExpression: "ADD n :one"),
                            parameters: ExpressionParameters(values: [":one": 1]))
                    ]))
            }
        }
        #expect(tally.acknowledged > 0)
        #expect((tally.acknowledged...tally.acknowledged + tally.unknown).contains(count))
    }

    // Increments with neither token nor condition: nothing may repeat one that may have been done.
    @Test(arguments: RemoteFixture.Carrier.allCases, [1, 2] as [UInt64])
    func unconditionalUpdates(_ carrier: RemoteFixture.Carrier, _ seed: UInt64) async throws {
        let (tally, count) = try await run(seed: seed, over: carrier) { table, _, _ in
            await failure { () async throws(DynamoDBError) in
                try await table.updateItem(
                    UpdateItemRequest(
                        tableName: "Words", key: ["pk": "n"], updateExpression: "ADD n :one",
                        parameters: ExpressionParameters(values: [":one": 1])))
            }
        }
        #expect(tally.acknowledged > 0)
        #expect((tally.acknowledged...tally.acknowledged + tally.unknown).contains(count))
    }

    // Increments under the condition that nobody else has counted since it was read, with nothing to tell whose they
    // are, and with the writer's mark: both come out exact.
    @Test(arguments: RemoteFixture.Carrier.allCases, [false, true])
    func conditionalUpdates(_ carrier: RemoteFixture.Carrier, _ isMarked: Bool) async throws {
        let (tally, count) = try await run(seed: isMarked ? 1 : 2, over: carrier) { table, worker, round in
            await failure { () async throws(DynamoDBError) in
                let read = try await table.getItem(get("n")).item
                var values: [String: AttributeValue] = [":old": read?["n"] ?? 0, ":one": 1]
                if isMarked { values[":mark"] = .s("\(worker) in round \(round)") }
                _ = try await table.updateItem(
                    UpdateItemRequest(
                        tableName: "Words", key: ["pk": "n"],
                        updateExpression: isMarked ? "SET n = n + :one, mark = :mark" : "SET n = n + :one",
                        conditionExpression: "n = :old", parameters: ExpressionParameters(values: values)))
            }
        }
        #expect(tally.acknowledged > 0)
        #expect((tally.acknowledged...tally.acknowledged + tally.unknown).contains(count))
    }
}
