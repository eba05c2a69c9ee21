import AWSConfiguration
import AWSSignatures
import Digests
import DynamoModel
import Synchronization

@testable import RemoteDynamoDB

/// A transport that answers as it is instructed, to put one answer after the other before the client without a network.
final class ScriptedTransport: Transport {
    typealias Step = Result<WireAnswer, TransportFailure>

    private struct State {
        var steps: [Step]
        var requests: [WireRequest] = []
        var timeouts: [Duration] = []
    }

    private let state: Mutex<State>
    private let whenSent: @Sendable () -> Void

    /// Answers with the steps in order; the last one counts for all that follow.
    init(_ steps: [Step], whenSent: @escaping @Sendable () -> Void = {}) {
        state = Mutex(State(steps: steps))
        self.whenSent = whenSent
    }

    func send(_ request: WireRequest, timeout: Duration) async throws(TransportFailure) -> WireAnswer {
        let step = state.withLock { state in
            state.requests.append(request)
            state.timeouts.append(timeout)
            return state.steps.count > 1 ? state.steps.removeFirst() : state.steps[0]
        }
        whenSent()
        return try step.get()
    }

    func close() async {}

    var requests: [WireRequest] { state.withLock { $0.requests } }
    var timeouts: [Duration] { state.withLock { $0.timeouts } }

    /// The values of a field in all requests.
    func values(_ name: String) -> [String] {
        requests.compactMap { $0.fields.first { $0.name.lowercased() == name }?.value }
    }
}

extension ScriptedTransport.Step {
    /// An answer with its checksum.
    static func answer(_ status: Int, _ body: String, _ fields: [(String, String)] = []) -> Self {
        let bytes = Array(body.utf8)
        let all = fields + [("x-amz-crc32", "\(CRC32.checksum(bytes))")]
        return .success(
            WireAnswer(status: status, fields: AnswerFields(all.map { (name: $0.0, value: $0.1) }), body: bytes))
    }

    /// An error of the service.
    static func error(_ type: String, status: Int = 400, _ fields: [(String, String)] = []) -> Self {
        .answer(status, #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(type)","message":"no"}"#, fields)
    }

    /// No answer.
    static func lost(_ kind: TransportFailure.Kind, mayHaveArrived: Bool) -> Self {
        .failure(TransportFailure(kind, "lost", mayHaveArrived: mayHaveArrived))
    }
}

/// A clock that moves when somebody waits, and a random source that always says the same.
final class TestTime: Sendable {
    private let state = Mutex((now: Duration.zero, pauses: [Duration]()))

    var now: Duration { state.withLock { $0.now } }
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func advance(by duration: Duration) { state.withLock { $0.now += duration } }

    /// What a client depends on; all random numbers are `random`.
    func surroundings(random: Double = 0.5, wallClock: Int = 1_800_000_000) -> RemoteSurroundings {
        var surroundings = RemoteSurroundings()
        surroundings.monotonic = { self.now }
        surroundings.wallClock = { wallClock }
        surroundings.sleep = { duration in
            self.state.withLock { state in
                state.now += duration
                state.pauses.append(duration)
            }
        }
        surroundings.random = { random }
        return surroundings
    }
}

extension RemoteTable {
    /// A client behind a scripted transport.
    static func scripted(
        _ transport: ScriptedTransport, _ time: TestTime = TestTime(), options: RemoteOptions = RemoteOptions(),
        credentials: any CredentialsSource = FixedCredentials(RemoteFixture.pair),
        surroundings: RemoteSurroundings? = nil, observer: (any RemoteObserver)? = nil
    ) -> RemoteTable {
        RemoteTable(
            endpoint: RemoteEndpoint(isSecure: true, host: "table.test", port: 443, region: "us-east-1"),
            credentials: credentials, transport: transport, options: options,
            surroundings: surroundings ?? time.surroundings(), observer: observer)
    }
}
