import AWSConfiguration
import AWSSignatures
import CivilTime
import DynamoDBEndpoint
import DynamoModel
import EmbeddedDynamoDB
import Glibc
import HTTPServer
import TestSupport

@testable import RemoteDynamoDB

/// Our own endpoint over an empty table in memory, on a loopback port, with a key whose signatures it verifies.
struct RemoteFixture {
    static let pair = AWSCredentials(accessKeyID: "AKIDREMOTE", secretAccessKey: "the-secret-of-the-test")
    static let region = "ap-southeast-1"

    /// What carries a client's requests.
    enum Carrier: Sendable, CaseIterable {
        /// Sockets of its own, as for endpoints without encryption.
        case sockets
        /// The toolchain's URLSession, as for encrypted endpoints.
        case urlSession

        func transport(to endpoint: RemoteEndpoint, _ limits: ConnectionLimits) throws -> any Transport {
            switch self {
            case .sockets: try SocketTransport(host: endpoint.host, port: endpoint.port, limits: limits)
            case .urlSession: try URLSessionTransport(endpoint, limits: limits)
            }
        }
    }

    let engine: TableEngine
    let port: UInt16
    private let listener: HTTPListener

    private init() throws {
        engine = try TableEngine.inMemory()
        let responder = EndpointResponder(
            table: engine,
            configuration: try EndpointConfiguration(
                host: "127.0.0.1", credentials: [Self.pair], region: Self.region),
            seed: 1, clock: { Timestamp(clamping: time(nil)) })
        listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: responder)
        port = try listener.start()
    }

    /// Runs `body` with a fresh endpoint.
    static func run(_ body: (RemoteFixture) async throws -> Void) async throws {
        let fixture = try RemoteFixture()
        do {
            try await body(fixture)
        } catch {
            await fixture.stop()
            throw error
        }
        await fixture.stop()
    }

    /// Runs `body` with a fresh endpoint, a table `Words` with the key `pk`, a proxy in front of it and a client.
    static func hostile(
        _ script: @escaping HostileProxy.Script, over carrier: Carrier = .sockets, options: RemoteOptions = .quick,
        observer: (any RemoteObserver)? = nil, _ body: (RemoteTable, HostileProxy, RemoteFixture) async throws -> Void
    ) async throws {
        try await run { fixture in
            _ = try await TestTable.make(fixture.engine, TestTables.hashOnly(name: "Words"))
            let proxy = try HostileProxy(target: fixture.port, script: script)
            let table = try fixture.table(port: proxy.port, over: carrier, options: options, observer: observer)
            do {
                try await body(table, proxy, fixture)
            } catch {
                await table.close()
                proxy.stop()
                throw error
            }
            await table.close()
            proxy.stop()
        }
    }

    private func stop() async {
        await listener.shutdown(grace: .seconds(5))
        await engine.close()
    }

    /// How a client reaches the endpoint, or a proxy in front of it.
    func endpoint(port: UInt16? = nil) -> RemoteEndpoint {
        RemoteEndpoint(isSecure: false, host: "127.0.0.1", port: port ?? self.port, region: Self.region)
    }

    /// A client.
    func table(
        port: UInt16? = nil, over carrier: Carrier = .sockets, credentials: AWSCredentials = RemoteFixture.pair,
        options: RemoteOptions = .quick, observer: (any RemoteObserver)? = nil
    ) throws -> RemoteTable {
        let endpoint = endpoint(port: port)
        return RemoteTable(
            endpoint: endpoint, credentials: FixedCredentials(credentials),
            transport: try carrier.transport(to: endpoint, options.connections), options: options, observer: observer)
    }

    /// What the table holds, asked past the network.
    func item(_ key: String) async throws -> Item? {
        try await engine.getItem(GetItemRequest(tableName: "Words", key: ["pk": .s(key)], consistentRead: true)).item
    }
}

extension RemoteOptions {
    /// Pauses of almost nothing, and time-outs that only what hangs reaches.
    static var quick: RemoteOptions {
        var options = RemoteOptions()
        options.deadline = .seconds(60)
        options.attemptTimeout = .seconds(20)
        options.maximumAttempts = 8
        options.backoffBase = .microseconds(100)
        options.backoffCap = .milliseconds(2)
        options.breakerThreshold = .max
        return options
    }

    /// As ``quick``, but a try that gets no answer ends soon.
    static var impatient: RemoteOptions {
        var options = quick
        options.attemptTimeout = .milliseconds(250)
        return options
    }
}

/// A put into the table `Words`.
func put(_ key: String, _ text: String, if condition: String? = nil) -> PutItemRequest {
    PutItemRequest(tableName: "Words", item: ["pk": .s(key), "text": .s(text)], conditionExpression: condition)
}

/// A read of an item of the table `Words`.
func get(_ key: String) -> GetItemRequest {
    GetItemRequest(tableName: "Words", key: ["pk": .s(key)], consistentRead: true)
}

/// The error that `body` throws, or nil.
func failure<Result>(_ body: () async throws(DynamoDBError) -> Result) async -> DynamoDBError? {
    do throws(DynamoDBError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
