import AWSConfiguration
import AWSSignatures
import DynamoModel
import EmbeddedDynamoDB
import Synchronization
import TestSupport
import Testing

@testable import RemoteDynamoDB

/// The client against our endpoint, which verifies each signature, without anybody in between.
@Suite struct ClientTests {
    // What is written is read back, by every kind of operation, over the transport for endpoints without encryption.
    @Test func operations() async throws {
        try await RemoteFixture.run { fixture in
            let table = try fixture.table()
            try await Self.exercise(table)
            await table.close()
        }
    }

    // The transport of encrypted endpoints carries the same requests: its TLS is the toolchain's, the rest is shown
    // here.
    @Test func operationsThroughURLSession() async throws {
        try await RemoteFixture.run { fixture in
            let table = RemoteTable(
                endpoint: fixture.endpoint(), credentials: FixedCredentials(RemoteFixture.pair),
                transport: try URLSessionTransport(fixture.endpoint()), options: .quick)
            try await Self.exercise(table)
            await table.close()
        }
    }

    private static func exercise(_ table: RemoteTable) async throws {
        _ = try await TestTable.make(table, TestTables.hashOnly(name: "Words"))
        _ = try await table.putItem(put("a", "one", if: "attribute_not_exists(pk)"))
        #expect(try await table.getItem(get("a")).item?["text"] == "one")
        let error = await failure { () async throws(DynamoDBError) in
            try await table.putItem(put("a", "two", if: "attribute_not_exists(pk)"))
        }
        #expect(error == .conditionalCheckFailed())
        // Larger than the buffers of sockets, in both directions.
        let large = String(repeating: "ü", count: 190_000)
        _ = try await table.putItem(put("large", large))
        #expect(try await table.getItem(get("large")).item?["text"] == .s(large))
        _ = try await table.transactWriteItems(
            TransactWriteItemsRequest(transactItems: [
                TransactWrite(tableName: "Words", .delete(key: ["pk": "a"])),
                TransactWrite(tableName: "Words", .put(item: ["pk": "b", "text": "three"])),
            ]))
        let page = try await table.scan(ScanRequest(tableName: "Words"))
        #expect(page.items.count == 2)
        let arn = try await table.describeTable(tableName: "Words").tableArn
        try await table.tagResource(arn: arn, tags: [Tag(key: "team", value: "lexi")])
        #expect(try await table.listTagsOfResource(arn: arn) == [Tag(key: "team", value: "lexi")])
        #expect(try await table.listTables(exclusiveStartTableName: nil, limit: nil).tableNames == ["Words"])
        #expect(try await table.deleteTable(tableName: "Words").tableName == "Words")
    }

    // Many calls share few connections; none is lost, and no answer goes to another call.
    @Test func manyAtATime() async throws {
        try await RemoteFixture.run { fixture in
            _ = try await TestTable.make(fixture.engine, TestTables.hashOnly(name: "Words"))
            var options = RemoteOptions.quick
            options.connections.connections = 4
            let table = try fixture.table(options: options)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        _ = try await table.putItem(put("key \(index)", "text \(index)"))
                        return try await table.getItem(get("key \(index)")).item?["text"] == .s("text \(index)")
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            await table.close()
        }
    }

    // A key that the endpoint does not accept is an error that names the endpoint and what to look at, and no secret.
    @Test func wrongSecret() async throws {
        try await RemoteFixture.run { fixture in
            let wrong = AWSCredentials(accessKeyID: "AKIDREMOTE", secretAccessKey: "not-the-secret-at-all")
            let table = try fixture.table(credentials: wrong)
            let error = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
            #expect(error?.code == .serviceUnavailable)
            #expect(error?.message.contains("InvalidSignatureException") == true)
            #expect(error?.message.contains("not-the-secret-at-all") == false)
            #expect(error?.message.contains("AKIDREMOTE") == false)
            await table.close()
        }
    }

    // A server that is not DynamoDB is reported by name and status.
    @Test func anotherServer() async throws {
        try await RemoteFixture.run { fixture in
            let transport = ScriptedTransport([.answer(404, "<html>nothing here</html>")])
            let error = await failure { () async throws(DynamoDBError) in
                try await RemoteTable.scripted(transport).getItem(get("a"))
            }
            #expect(error?.code == .serviceUnavailable)
            #expect(error?.message.contains("status 404 and does not speak DynamoDB's protocol") == true)
            #expect(transport.requests.count == 1)
        }
    }

    // After `close` a call fails at once: nothing was done.
    @Test func closed() async throws {
        try await RemoteFixture.run { fixture in
            let table = try fixture.table()
            await table.close()
            let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "b")) }
            #expect(error?.code == .serviceUnavailable)
        }
    }

    // Closing lets a call that was sent have its answer, and ends after it; no other is taken meanwhile.
    @Test(arguments: RemoteFixture.Carrier.allCases)
    func closesAfterTheLastAnswer(_ carrier: RemoteFixture.Carrier) async throws {
        let gate = Gate()
        let script: HostileProxy.Script = { number in
            if number == 0 { gate.pass() }
            return .pass
        }
        try await RemoteFixture.hostile(script, over: carrier) { table, proxy, fixture in
            defer { gate.open() }
            async let last = failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "text")) }
            try await waitFor("the call to be sent") { proxy.requests == 1 ? true : nil }
            let isClosed = Mutex(false)
            async let closing: Void = {
                await table.close()
                isClosed.withLock { $0 = true }
            }()
            try await waitFor("calls to be refused") {
                await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
            }
            #expect(!isClosed.withLock { $0 })
            gate.open()
            await closing
            #expect(await last == nil)
            #expect(try await fixture.item("a")?["text"] == "text")
        }
    }

    // Nobody listens: certainly not done, after the tries that are allowed.
    @Test func refused() async throws {
        let port = try RefusingPort()
        let endpoint = RemoteEndpoint(
            isSecure: false, host: "127.0.0.1", port: port.number, region: "us-east-1")
        let table = try RemoteTable(
            endpoint: endpoint, credentials: FixedCredentials(RemoteFixture.pair), options: .quick)
        let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "b")) }
        withExtendedLifetime(port) {}
        #expect(error?.code == .serviceUnavailable)
        #expect(table.budget.remaining == 500 - 7 * RetryBudget.cost)
        await table.close()
    }

    // A name that does not exist is no connection, and the resolver's reason is reported.
    @Test func unknownHost() async throws {
        var options = RemoteOptions.quick
        options.maximumAttempts = 1
        let endpoint = RemoteEndpoint(
            isSecure: false, host: "no-such-host.invalid", port: 80, region: "us-east-1")
        let table = try RemoteTable(
            endpoint: endpoint, credentials: FixedCredentials(RemoteFixture.pair), options: options)
        let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "b")) }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.message.contains("no-such-host.invalid") == true)
        await table.close()
    }
}
