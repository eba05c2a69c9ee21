import AWSConfiguration
import AWSSignatures
import CivilTime
import DynamoDBEndpoint
import DynamoModel
import EmbeddedDynamoDB
import FoundationEssentials
import Glibc
import HTTPServer
import RemoteDynamoDB
import Synchronization

extension Backend {
    /// The client of tables elsewhere, over sockets of this machine, on our own endpoint over the engine in memory: all
    /// of it in this process, for each test again. The endpoint verifies every signature.
    public static let remote = Backend("remote over loopback") { clock in
        var random = SystemRandomNumberGenerator()
        let keys = AWSCredentials(accessKeyID: "AKIDLOOPBACK", secretAccessKey: String(random.next(), radix: 16))
        let engine = try TableEngine.inMemory(options: options(clock))
        let responder = EndpointResponder(
            table: engine,
            configuration: try EndpointConfiguration(host: "127.0.0.1", credentials: [keys], region: "us-east-1"),
            seed: random.next(), clock: { Timestamp(clamping: time(nil)) })
        let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: responder)
        do {
            let address = RemoteEndpoint(
                isSecure: false, host: "127.0.0.1", port: try listener.start(), region: "us-east-1")
            let client = try RemoteTable(
                endpoint: address, credentials: FixedCredentials(keys), options: patience(tries: 1))
            return Opened(client) {
                await client.close()
                await listener.shutdown(grace: .zero)
                await engine.close()
            }
        } catch {
            await listener.shutdown(grace: .zero)
            await engine.close()
            throw error
        }
    }

    /// The service at an address such as `http://127.0.0.1:8000`, whatever engine that is. Each test has tables of its
    /// own there, which are removed when it ends.
    ///
    /// The keys are those of `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`; the region is that
    /// of `AWS_REGION`, or us-east-1.
    static func endpoint(_ address: String) -> Backend {
        Backend("the endpoint \(address)", isForeign: true) { _ in
            let client = try RemoteTable(
                endpoint: try place(address), credentials: FixedCredentials(try keys()), options: patience(tries: 3))
            let tables = OwnTables(client, prefix: ownPrefix())
            return Opened(tables) {
                do { try await tables.removeTables() } catch {
                    await client.close()
                    throw error
                }
                await client.close()
            }
        }
    }

    /// Time enough for the largest requests next to many other tests. What fails is to be seen: on our own endpoint
    /// nothing is tried again.
    private static func patience(tries: Int) -> RemoteOptions {
        var options = RemoteOptions()
        options.deadline = .seconds(120)
        options.attemptTimeout = .seconds(60)
        options.maximumAttempts = tries
        return options
    }

    private static func place(_ address: String) throws -> RemoteEndpoint {
        guard let url = URL(string: address), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty
        else {
            throw UnusableSetting(description: "LEXI_TEST_ENDPOINT is '\(address)', not like http://127.0.0.1:8000")
        }
        let isSecure = scheme == "https"
        return RemoteEndpoint(
            isSecure: isSecure, host: host, port: url.port.flatMap(UInt16.init(exactly:)) ?? (isSecure ? 443 : 80),
            region: variable("AWS_REGION") ?? "us-east-1")
    }

    private static func keys() throws -> AWSCredentials {
        guard let id = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY") else {
            throw UnusableSetting(
                description: "LEXI_TEST_ENDPOINT needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY beside it")
        }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: variable("AWS_SESSION_TOKEN"))
    }

    /// What the names of one test's tables begin with: this run, and a number.
    private static func ownPrefix() -> String {
        let number = tests.withLock { number in
            number += 1
            return number
        }
        return "lexi-test-\(run)-\(number)-"
    }

    private static let run = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    private static let tests = Mutex(0)
}
