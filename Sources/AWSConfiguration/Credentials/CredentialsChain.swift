import AWSSignatures
import Synchronization

/// The places where AWS's tools look for credentials, in their order. The first that has some is used from then on.
///
/// 1. The environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`; not when a flag chose a
///    profile.
/// 2. The profile: keys in the credentials file, `credential_process`, keys in the config file.
/// 3. The container: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
/// 4. The instance's role, unless `AWS_EC2_METADATA_DISABLED` is `true`.
///
/// Credentials that expire are renewed ``advance`` seconds before: by one request at a time, while callers go on with
/// the old ones. When that fails they are used as long as they are good, and after a pause it is tried again.
public final class CredentialsChain: CredentialsSource {
    /// So many seconds before they expire, credentials are renewed.
    public static let advance = 15 * 60
    /// So many seconds before they expire, credentials are not used any more: a request may be under way for a while.
    static let margin = 30
    /// So many seconds after a failure it is tried again, while there are credentials.
    static let pause = 60

    private typealias Outcome = Result<TemporaryCredentials, CredentialsError>

    private struct State {
        var providers: [any Provider]
        var provider: (any Provider)?
        var held: TemporaryCredentials?
        var renewal: Task<Outcome, Never>?
        /// The place that the renewal waits for.
        var asked: String?
        /// Before this no further attempt is made, while there are credentials.
        var nextAttempt = Int.min
    }

    /// The places by the files as they are now; nil when there are none to be read.
    private let reread: @Sendable () -> [any Provider]?
    private let now: @Sendable () -> Int
    private let onWarning: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// The chain for a profile.
    ///
    /// - Parameter onWarning: hears, in a sentence, when credentials could not be renewed although there is time
    ///   left.
    public convenience init(
        _ files: SharedFiles, _ world: AWSSurroundings, onWarning: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(Self.places(files, world), now: world.now, onWarning: onWarning) {
            let flag = files.isExplicit ? files.profile : nil
            return (try? SharedFiles(profile: flag, world)).map { Self.places($0, world) }
        }
    }

    private static func places(_ files: SharedFiles, _ world: AWSSurroundings) -> [any Provider] {
        let environment: [any Provider] = files.isExplicit ? [] : [EnvironmentProvider(world: world)]
        return environment + [
            UnsupportedProvider(world: world, files: files), ProfileKeysProvider.credentialsFile(files),
            ProcessProvider(world: world, files: files), ProfileKeysProvider.configFile(files),
            ContainerProvider(world: world), InstanceProvider(world: world),
        ]
    }

    init(
        _ providers: [any Provider], now: @escaping @Sendable () -> Int,
        onWarning: @escaping @Sendable (String) -> Void, reread: @escaping @Sendable () -> [any Provider]? = { nil }
    ) {
        state = Mutex(State(providers: providers))
        self.reread = reread
        self.now = now
        self.onWarning = onWarning
    }

    /// Credentials that are good now.
    public func credentials() async throws(CredentialsError) -> AWSCredentials {
        let now = now()
        let (usable, renewal) = state.withLock { state in
            let usable = state.held.flatMap { isUsable($0, by: state.provider, at: now) ? $0 : nil }
            guard usable == nil || (isDue(state.held, at: now) && now >= state.nextAttempt) else {
                return (usable, state.renewal)
            }
            if state.renewal == nil {
                let places = state.provider.map { [$0] } ?? state.providers
                state.renewal = Task { await self.renew(by: places) }
            }
            return (usable, state.renewal)
        }
        if let usable { return usable.credentials }
        guard let renewal else { throw CredentialsError("there are no credentials") }
        return try await renewal.value.get().credentials
    }

    /// The credentials, unless they are to be renewed.
    public var atHand: AWSCredentials? {
        let now = now()
        return state.withLock { state in
            guard let held = state.held, !isDue(held, at: now), isUsable(held, by: state.provider, at: now) else {
                return nil
            }
            return held.credentials
        }
    }

    /// The place that a renewal waits for.
    public var placeAsked: String? { state.withLock { $0.asked } }

    /// Forgets credentials that were refused as expired, and reads the shared files again: somebody may have put others
    /// there.
    public func refused(_ credentials: AWSCredentials) {
        let isHeld = state.withLock { $0.held?.credentials == credentials }
        guard isHeld else { return }
        let providers = reread()
        state.withLock { state in
            guard state.held?.credentials == credentials else { return }
            (state.held, state.provider) = (nil, nil)
            if let providers { state.providers = providers }
        }
    }

    private func isDue(_ held: TemporaryCredentials?, at now: Int) -> Bool {
        guard let expiry = held?.expiry else { return false }
        return now >= expiry - Self.advance
    }

    private func isUsable(_ held: TemporaryCredentials, by provider: (any Provider)?, at now: Int) -> Bool {
        guard let expiry = held.expiry, provider?.outlivesExpiry != true else { return true }
        return now < expiry - Self.margin
    }

    private func renew(by places: [any Provider]) async -> Outcome {
        let outcome = await load(from: places)
        let warning: String? = state.withLock { state in
            (state.renewal, state.asked) = (nil, nil)
            switch outcome {
            case .success(let found):
                state.provider = found.provider
                state.held = found.credentials
                // Credentials that live only shortly are not asked for without end.
                state.nextAttempt = now() + Self.pause
                return nil
            case .failure(let error):
                state.nextAttempt = now() + Self.pause
                return state.held == nil ? nil : "the credentials could not be renewed: \(error)"
            }
        }
        if let warning { onWarning(warning) }
        return outcome.map(\.credentials)
    }

    private func load(
        from providers: [any Provider]
    ) async -> Result<(provider: any Provider, credentials: TemporaryCredentials), CredentialsError> {
        do throws(CredentialsError) {
            for provider in providers {
                state.withLock { $0.asked = provider.place }
                guard let found = try await provider.credentials() else { continue }
                if let expiry = found.expiry, now() >= expiry, !provider.outlivesExpiry {
                    throw CredentialsError("the credentials of \(provider.place) have expired; renew them there")
                }
                return .success((provider, found))
            }
        } catch {
            return .failure(error)
        }
        return .failure(
            CredentialsError(
                "there are none: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has keys (AWS_PROFILE), or run where a container or an instance has a role"
            ))
    }
}
