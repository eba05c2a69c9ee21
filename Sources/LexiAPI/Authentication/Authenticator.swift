import HTTPServer
import Lexi
import LexiUseCases

/// A token as a key: hashed in one step, where an array would hash byte by byte.
private struct TokenBytes: Hashable, Sendable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

/// Finds out who calls: the token from the header, the user from the table.
struct Authenticator: Sendable {
    /// How many verified tokens a generation of the cache holds. There are two generations, and a token has 4,096
    /// bytes at most: 16 MB of tokens at the worst, some megabytes with those of providers.
    private static let cacheSize = 2048

    private let verifier: any TokenVerifier
    private let users: UserRepository
    private let registration: Registration
    private let sparesUnits: Bool
    /// Tokens whose signature and claims were right. Their times are checked each time. Verifying costs as much as the
    /// rest of a read (HS256) or several times as much (RS256); finding a token here costs next to nothing.
    private let tokens = RecentCache<TokenBytes, KnownToken>(generationSize: cacheSize)

    /// - Parameter sparesUnits: whether statistics that a route wants are read along with the user. That takes a unit
    ///   and a round trip less, and more of this machine's time.
    init(_ verifier: any TokenVerifier, users: UserRepository, registration: Registration, sparesUnits: Bool) {
        self.verifier = verifier
        self.sparesUnits = sparesUnits
        self.users = users
        self.registration = registration
    }

    /// The token of a request (RFC 6750, section 2.1).
    ///
    /// - Parameter mayStandAlone: whether the token alone is taken, too, without the word Bearer before it.
    /// - Throws: `Problem`: 401, or 503 when an identity provider's keys cannot be read.
    func token(of request: HTTPRequest, mayStandAlone: Bool, now: Timestamp) async throws(Problem) -> KnownToken {
        do throws(TokenError) {
            let bytes = TokenBytes(bytes: try Self.bearer(request.headers, mayStandAlone: mayStandAlone))
            let generation = verifier.keyGeneration
            if let known = tokens.value(for: bytes), known.keyGeneration == generation {
                try known.token.checkTime(now: Int(now.seconds))
                return known
            }
            let token = try await verifier.verify(bytes.bytes, now: Int(now.seconds))
            let known = KnownToken(token, keyGeneration: generation)
            tokens.remember(known, for: bytes)
            return known
        } catch {
            throw .refused(error)
        }
    }

    private static func bearer(_ headers: HTTPHeaders, mayStandAlone: Bool) throws(TokenError) -> [UInt8] {
        let fields = headers.all("authorization")
        guard let field = fields.first else { throw .missing }
        guard fields.count == 1 else { throw .malformed("there are two Authorization fields") }
        let scheme = field.prefix { $0 != UInt8(ascii: " ") }
        if mayStandAlone, scheme.count == field.count { return Array(field) }
        guard scheme.elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 }) else { throw .missing }
        return Array(field.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") })
    }

    /// The principal that the route asks for.
    /// - Throws: `Problem`: 403; ``RefusedCaller`` for somebody who is known.
    func principal(_ known: KnownToken, for route: Route) async throws -> Principal {
        let token = known.token
        switch route.access {
        case .open: return .nobody
        case .subject:
            guard !token.isOfService else { throw Problem(.forbidden, "Services do not register.") }
            try await refuseDeactivated(known)
            return .subject(token)
        case .service:
            guard token.isOfService else { throw Problem.insufficientScope(AccessToken.serviceScope) }
            return .service(token)
        case .userOrService where token.isOfService: return .service(token)
        case .account where token.isOfService, .closing where token.isOfService, .user where token.isOfService,
            .admin where token.isOfService:
            // "Register first" would mislead a service, which cannot register.
            throw Problem(.forbidden, "This call is for users, not for services.")
        case .closing: return .user(try await user(of: known, route.reading), known)
        case .account: return .user(try await openUser(of: known, route.reading), known)
        case .user, .userOrService: return .user(try await activeUser(of: known, route.reading), known)
        case .admin:
            let found = try await activeUser(of: known, route.reading)
            guard found.user.role == .admin else { throw RefusedCaller.learner(found.user.userID) }
            return .user(found, known)
        }
    }

    /// A subject that registers may have an account already, which may be deactivated.
    private func refuseDeactivated(_ known: KnownToken) async throws {
        do {
            _ = try await activeUser(of: known, .user)
        } catch let problem as Problem where problem.type == .notRegistered {
            return
        }
    }

    /// The user, unless the account is being erased.
    private func openUser(of known: KnownToken, _ reading: CallerReading) async throws -> CallingUser {
        let found = try await user(of: known, reading)
        guard found.user.erasureStartedAt == nil else {
            throw Problem(.beingErased, "The account is being erased; nothing of it can be read or changed any more.")
        }
        return found
    }

    private func activeUser(of known: KnownToken, _ reading: CallerReading) async throws -> CallingUser {
        let found = try await openUser(of: known, reading)
        guard found.user.isActive else { throw RefusedCaller.deactivated(found.user.userID) }
        return found
    }

    private func user(of known: KnownToken, _ reading: CallerReading) async throws -> CallingUser {
        guard let identity = known.identity else { throw Problem(.notRegistered, "Register first: POST /v1/users.") }
        if let id = known.userID {
            if let found = try await read(id, reading), found.user.identity == identity { return found }
            known.userID = nil
        }
        if let id = try await users.userID(identity), let found = try await read(id, reading) {
            known.userID = id
            return found
        }
        guard reading.registers else { throw Problem(.notRegistered, "Register first: POST /v1/users.") }
        // Read after the guard was not there, which goes in the transaction that notes the erasure.
        if let erased = try await users.erasure(of: identity),
            known.token.issuedAt.map({ $0 <= Int(erased.seconds) }) ?? true
        {
            throw RefusedCaller.erased(identity)
        }
        let user = try await register(known.token, identity)
        known.userID = user.userID
        return CallingUser(user: user, statistics: nil)
    }

    private func read(_ id: UserID, _ reading: CallerReading) async throws -> CallingUser? {
        guard reading.wantsStatistics, sparesUnits else {
            return try await users.user(id).map { CallingUser(user: $0, statistics: nil) }
        }
        return try await users.userAndStatistics(id).map {
            CallingUser(user: $0.user, statistics: $0.statistics)
        }
    }

    /// Registers the bearer of a token on their first call, from the claims.
    private func register(_ token: AccessToken, _ identity: Identity) async throws -> User {
        guard let email = token.email.flatMap({ try? EmailAddress($0) }) else {
            throw Problem(.notRegistered, "The token has no valid e-mail address to register with.")
        }
        return try await registration.registerOnFirstCall(
            as: identity, email: email, isEmailVerified: token.isEmailVerified, name: token.name,
            picture: token.picture)
    }
}
