import AWSConfiguration
import CLinux
import DynamoModel
import Glibc
import TestSupport
import Testing

@testable import RemoteDynamoDB

/// A host with several addresses, of which some take no connections.
@Suite struct AddressTests {
    /// A loopback socket that listens but whose queue is full: the kernel drops what comes to it, as a firewall does.
    private final class FullListener {
        let port: UInt16
        private var descriptors: [Int32]

        init() throws {
            let listener: Int32
            (listener, port) = try Sockets.listen(backlog: 0)
            descriptors = [listener]
            for _ in 0..<4 {
                let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
                let client = socket(AF_INET, type, 0)
                descriptors.append(client)
                try Sockets.withLoopback(port) { _ = connect(client, $0, $1) }
            }
            // The last of them still waits for its handshake.
            var last = pollfd(fd: descriptors[4], events: Int16(POLLOUT), revents: 0)
            guard poll(&last, 1, 0) == 0 else { throw SocketError(call: "poll", code: EISCONN) }
        }

        deinit { for descriptor in descriptors { close(descriptor) } }
    }

    private static func address(_ port: UInt16) throws -> SocketAddress {
        try Sockets.withLoopback(port) { address, length in
            SocketAddress(family: AF_INET, bytes: Array(UnsafeRawBufferPointer(start: address, count: Int(length))))
        }
    }

    /// A client that knows the addresses of these loopback ports, in this order, and tries each call once.
    private func table(_ ports: [UInt16], timeout: Duration, of fixture: RemoteFixture) throws -> RemoteTable {
        var options = RemoteOptions.quick
        options.attemptTimeout = timeout
        options.maximumAttempts = 1
        let resolver = NameResolver(host: "table.test", port: 1, known: try ports.map { try Self.address($0) })
        return RemoteTable(
            endpoint: fixture.endpoint(), credentials: FixedCredentials(RemoteFixture.pair),
            transport: try SocketTransport(resolver, limits: options.connections), options: options)
    }

    // An address that refuses, then one that does not answer at all: the third is tried in time, within one try of the
    // call.
    @Test func goesOn() async throws {
        try await RemoteFixture.run { fixture in
            _ = try await TestTable.make(fixture.engine, TestTables.hashOnly(name: "Words"))
            let (refusing, full) = (try RefusingPort(), try FullListener())
            let table = try table(
                [refusing.number, full.port, fixture.port], timeout: .seconds(20), of: fixture)
            let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "text")) }
            withExtendedLifetime((refusing, full)) {}
            #expect(error == nil)
            #expect(try await fixture.item("a") != nil)
            await table.close()
        }
    }

    // Where no address answers, the call ends by its time-out, and the write was certainly not done.
    @Test func noneAnswers() async throws {
        try await RemoteFixture.run { fixture in
            let (first, second) = (try FullListener(), try FullListener())
            let table = try table([first.port, second.port], timeout: .milliseconds(400), of: fixture)
            let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "text")) }
            withExtendedLifetime((first, second)) {}
            #expect(error?.code == .serviceUnavailable)
            #expect(error?.message.contains("the connection was not made in time") == true)
            await table.close()
        }
    }

    // While nobody says where the endpoint is, it is not reached: the call is tried again, and the breaker opens. The
    // answer counts when it comes, however late.
    @Test func silentNameServer() async throws {
        try await RemoteFixture.run { fixture in
            _ = try await TestTable.make(fixture.engine, TestTables.hashOnly(name: "Words"))
            let gate = Gate()
            defer { gate.open() }
            let address = try Self.address(fixture.port)
            var resolver = NameResolver(host: "table.test", port: 1)
            resolver.ask = { _ in
                gate.pass()
                return .success([address])
            }
            var options = RemoteOptions.quick
            options.attemptTimeout = .milliseconds(50)
            options.maximumAttempts = 3
            options.breakerThreshold = 4
            options.breakerPause = .milliseconds(1)
            let table = RemoteTable(
                endpoint: fixture.endpoint(), credentials: FixedCredentials(RemoteFixture.pair),
                transport: try SocketTransport(resolver, limits: options.connections), options: options)
            let error = await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "text")) }
            #expect(error?.code == .serviceUnavailable)
            #expect(error?.message.contains("the address was not found in time") == true)
            #expect(table.budget.remaining < options.retryTokens)
            try await waitFor("the breaker to open") {
                _ = await failure { () async throws(DynamoDBError) in try await table.getItem(get("a")) }
                return table.breaker.isOpen ? true : nil
            }
            gate.open()
            try await waitFor("the endpoint to be found") {
                await failure { () async throws(DynamoDBError) in try await table.putItem(put("a", "text")) } == nil
                    ? true : nil
            }
            #expect(try await fixture.item("a") != nil)
            await table.close()
        }
    }

    // An address that took no connection comes after the others for a minute, or until it takes one.
    @Test func order() throws {
        let all = try (1...3).map { try Self.address($0) }
        var book = AddressBook()
        book.replace(with: all, now: .seconds(100))
        #expect(book.ordered(now: .seconds(100)) == all)
        book.note(all[0], succeeded: false, now: .seconds(100))
        book.note(all[1], succeeded: false, now: .seconds(110))
        #expect(book.ordered(now: .seconds(120)) == [all[2], all[0], all[1]])
        // Looking them up again changes nothing of that.
        book.replace(with: all.reversed(), now: .seconds(130))
        #expect(book.ordered(now: .seconds(130)) == [all[2], all[1], all[0]])
        #expect(book.ordered(now: .seconds(165)) == [all[2], all[0], all[1]])
        book.note(all[1], succeeded: true, now: .seconds(166))
        #expect(book.ordered(now: .seconds(166)) == all.reversed())
    }

    // Addresses are looked up again after half a minute, or when none takes a connection.
    @Test func freshness() throws {
        var book = AddressBook()
        #expect(book.isEmpty && !book.areFresh(now: .zero))
        book.replace(with: [try Self.address(1)], now: .seconds(100))
        #expect(book.areFresh(now: .seconds(129)) && !book.areFresh(now: .seconds(130)))
        book.keep(now: .seconds(130))
        #expect(book.areFresh(now: .seconds(131)))
        book.expire()
        #expect(!book.areFresh(now: .seconds(131)) && !book.isEmpty)
    }

    // Each address has its share of the time that is left, at most two seconds; the last has all of it.
    @Test(arguments: [(30, 1, 12.0), (13, 2, 11.0), (16, 0, 16.0), (11, 1, 10.5), (10, 1, 10.0)])
    func shares(_ deadline: Int, _ remaining: Int, _ end: Double) {
        #expect(
            AddressBook.attemptEnd(now: .seconds(10), deadline: .seconds(deadline), remaining: remaining)
                == .seconds(end))
    }
}
