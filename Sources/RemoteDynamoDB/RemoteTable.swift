import AWSConfiguration
import DynamoModel
import DynamoWire
import Synchronization

/// A DynamoDB elsewhere: at Amazon, or any engine that speaks its protocol.
///
/// Every call goes one way: it is encoded, signed, sent, its answer checked and decoded; what fails is tried again as
/// long as that is of use and harmless, within the call's deadline and the retry budget of all calls. See
/// ``RemoteOptions``.
///
/// **What an error says of a write.** `internalServerError` is an outcome that is not known: the write may have been
/// done, or may yet be. Every other error says that it was certainly not done, `serviceUnavailable` that the cause is
/// the way there. A failure that comes later never makes an unknown outcome a known one: what one try has left open
/// stays open, unless a later try settles it.
///
/// **What is tried again.** Reads always. A write when no try so far can have been done (throttled, no connection,
/// refused before it was carried out). A write whose outcome is open, only when repeating it is harmless:
/// - `TransactWriteItems`, which is always sent with a token, the same for all tries: it is carried out once (within 10
///   minutes, which no call lasts). One that was cancelled for throttling alone is tried again; after any other reason
///   the caller may want to read again first.
/// - A conditional put, update or delete that cannot be done twice, since its own effect makes its condition false: see
///   `ConditionalWrite`.
/// - Every write within ``withRepeatableWrites(_:)``, where the caller vouches for it.
///
/// Tries go on with growing pauses until the call's deadline, as long as the budget lasts. An open circuit breaker ends
/// a call, except a write whose outcome is open and which another try would settle: that one waits for the endpoint to
/// be back.
///
/// A try that has begun goes on to its answer, also when its task is cancelled; then there is no other.
public final class RemoteTable: DynamoDB {
    /// Where the table is.
    public let endpoint: RemoteEndpoint
    /// What is left for retries.
    public let budget: RetryBudget
    /// Whether the endpoint can be reached, by the calls of late.
    public let breaker: CircuitBreaker

    let options: RemoteOptions
    let surroundings: RemoteSurroundings
    let observer: (any RemoteObserver)?
    let transport: any Transport
    let maker: RequestMaker
    let reader: AnswerReader
    let pauses: Pauses
    /// The key attributes of tables, as far as anybody needed them.
    let keyAttributes = Mutex<[String: [String]]>([:])

    /// Whether writes may be repeated although they carry neither token nor condition.
    @TaskLocal static var writesAreRepeatable = false

    /// A table at an endpoint. Nothing is connected or asked yet.
    ///
    /// - Throws: `serviceUnavailable` when the system has no descriptor or thread to give.
    public convenience init(
        endpoint: RemoteEndpoint, credentials: any CredentialsSource, options: RemoteOptions = RemoteOptions(),
        surroundings: RemoteSurroundings = RemoteSurroundings(), observer: (any RemoteObserver)? = nil
    ) throws(DynamoDBError) {
        let transport: any Transport
        do throws(TransportFailure) {
            if endpoint.isSecure {
                transport = try URLSessionTransport(endpoint, limits: options.connections)
            } else {
                transport = try SocketTransport(
                    host: endpoint.host, port: endpoint.port, limits: options.connections)
            }
        } catch {
            throw DynamoDBError(.serviceUnavailable, error.detail)
        }
        self.init(
            endpoint: endpoint, credentials: credentials, transport: transport, options: options,
            surroundings: surroundings, observer: observer)
    }

    /// A table over the caller's transport, which is closed with the table.
    package init(
        endpoint: RemoteEndpoint, credentials: any CredentialsSource, transport: any Transport,
        options: RemoteOptions = RemoteOptions(), surroundings: RemoteSurroundings = RemoteSurroundings(),
        observer: (any RemoteObserver)? = nil
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.options = options
        self.surroundings = surroundings
        self.observer = observer
        maker = RequestMaker(endpoint: endpoint, credentials: credentials, wallClock: surroundings.wallClock)
        reader = AnswerReader(endpoint: endpoint)
        budget = RetryBudget(capacity: options.retryTokens)
        breaker = CircuitBreaker(threshold: options.breakerThreshold, pause: options.breakerPause)
        pauses = Pauses(base: options.backoffBase, cap: options.backoffCap)
    }

    /// Sends no more requests, waits until those that were sent have their answers or their time is up, and closes the
    /// connections. A call that waits for its next try ends without it.
    public func close() async { await transport.close() }

    /// Whether the endpoint answered when it was last asked; false from when the circuit breaker opens until a call
    /// gets an answer again. Calls are what finds that out: a program that shows this to a load balancer also has to
    /// make one now and then.
    public var isReachable: Bool { !breaker.isOpen }

    /// Runs `body`, in which writes are tried again even when they may have been done and carry neither a token nor a
    /// condition: for copies, where each item is written by nobody else and a second time changes nothing.
    public static func withRepeatableWrites<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let outcome = await $writesAreRepeatable.withValue(true) { () async -> Swift.Result<Result, Failure> in
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }
}
