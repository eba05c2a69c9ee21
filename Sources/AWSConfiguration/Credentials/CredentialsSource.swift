import AWSSignatures
import Synchronization

/// Where the credentials come from that requests are signed with.
///
/// Asked before each request is signed: a source keeps what it has, and gets new ones before the old ones expire.
public protocol CredentialsSource: Sendable {
    /// Credentials that are valid now.
    ///
    /// - Throws: ``CredentialsError`` when there are none, or when they cannot be renewed.
    func credentials() async throws(CredentialsError) -> AWSCredentials

    /// Credentials that are at hand and need no renewal; nil when they have to be waited for.
    var atHand: AWSCredentials? { get }

    /// Where credentials are being looked for now, with the setting to change; nil when nothing is under way.
    var placeAsked: String? { get }

    /// Takes note that the service refused these credentials as expired: others are to be found, if there are any.
    func refused(_ credentials: AWSCredentials)
}

extension CredentialsSource {
    /// None: they are asked for each time.
    public var atHand: AWSCredentials? { nil }

    /// None.
    public var placeAsked: String? { nil }

    /// Nothing: there are no others.
    public func refused(_ credentials: AWSCredentials) {}

    /// Credentials that are valid now, if they come in time; what is under way goes on for those who ask later.
    ///
    /// - Throws: ``CredentialsError``, a temporary one when the time is up.
    public func credentials(within limit: Duration) async throws(CredentialsError) -> AWSCredentials {
        if let atHand { return atHand }
        typealias Outcome = Result<AWSCredentials, CredentialsError>
        let outcome: Outcome = await withCheckedContinuation { continuation in
            let race = Race(continuation)
            let alarm = Task {
                try await Task.sleep(for: limit)
                let place = placeAsked ?? "the source of the credentials"
                race.finish(.failure(CredentialsError("\(place) did not give them in time", isTemporary: true)))
            }
            Task {
                do throws(CredentialsError) { race.finish(.success(try await credentials())) } catch {
                    race.finish(.failure(error))
                }
                alarm.cancel()
            }
        }
        return try outcome.get()
    }
}

/// Only the first caller's result counts.
private final class Race: Sendable {
    typealias Outcome = Result<AWSCredentials, CredentialsError>
    private let waiting: Mutex<CheckedContinuation<Outcome, Never>?>

    init(_ continuation: CheckedContinuation<Outcome, Never>) { waiting = Mutex(continuation) }

    func finish(_ outcome: Outcome) {
        let first = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        first?.resume(returning: outcome)
    }
}

/// Why there are no credentials: what is wrong, and which setting to change. Never a secret.
public struct CredentialsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in a sentence for the operator.
    public let description: String
    /// Whether it may be different in a moment: a service that gives credentials did not answer.
    public let isTemporary: Bool

    /// A failure with this sentence.
    public init(_ description: String, isTemporary: Bool = false) {
        self.description = description
        self.isTemporary = isTemporary
    }
}

/// Credentials that stay as they are.
public struct FixedCredentials: CredentialsSource {
    private let fixed: AWSCredentials

    /// Always these.
    public init(_ credentials: AWSCredentials) { fixed = credentials }

    /// The credentials.
    public func credentials() -> AWSCredentials { fixed }

    /// The credentials.
    public var atHand: AWSCredentials? { fixed }
}
