import HTTPServer
import Lexi

/// A token as a key: hashed in one step, where an array would hash byte by byte.
private struct TokenBytes: Hashable, Sendable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

/// A token that was verified, with the keys of that time.
private struct VerifiedToken: Sendable {
    let token: AccessToken
    let keyGeneration: Int
}

/// Finds out who calls: the token from the header, the user from the table.
struct Authenticator: Sendable {
    /// How many verified tokens, and how many subjects, a generation of the caches holds: a few megabytes in all.
    private static let cacheSize = 2048

    private let verifier: any TokenVerifier
    private let users: UserRepository
    /// Tokens whose signature and claims were right. Their times are checked each time. Verifying costs about 7 µs,
    /// finding a token here 0.3 µs, of a budget of 18 µs for a whole request.
    private let tokens = RecentCache<TokenBytes, VerifiedToken>(generationSize: cacheSize)
    /// Whose token it is. The user's item is read each time; only when it is gone is the guard asked again.
    private let userIDs = RecentCache<Identity, UserID>(generationSize: cacheSize)

    init(_ verifier: any TokenVerifier, users: UserRepository) {
        self.verifier = verifier
        self.users = users
    }

    /// The token of a request (RFC 6750, section 2.1).
    /// - Throws: `Problem`: 401, or 503 when an identity provider's keys cannot be read.
    func token(of request: HTTPRequest, now: Timestamp) async throws(Problem) -> AccessToken {
        do throws(TokenError) {
            let bytes = TokenBytes(bytes: try Self.bearer(request.headers))
            let generation = verifier.keyGeneration
            if let known = tokens.value(for: bytes), known.keyGeneration == generation {
                try known.token.checkTime(now: Int(now.seconds))
                return known.token
            }
            let token = try await verifier.verify(bytes.bytes, now: Int(now.seconds))
            tokens.remember(VerifiedToken(token: token, keyGeneration: generation), for: bytes)
            return token
        } catch {
            throw .refused(error)
        }
    }

    private static func bearer(_ headers: HTTPHeaders) throws(TokenError) -> [UInt8] {
        let fields = headers.all("authorization")
        guard let field = fields.first else { throw .missing }
        guard fields.count == 1 else { throw .malformed("there are two Authorization fields") }
        let scheme = field.prefix { $0 != UInt8(ascii: " ") }
        guard scheme.elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 }) else { throw .missing }
        return Array(field.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") })
    }

    /// The principal that the route asks for.
    /// - Throws: `Problem`: 403.
    func principal(_ token: AccessToken, for access: Access) async throws -> Principal {
        switch access {
        case .open: return .nobody
        case .subject:
            guard !token.isOfService else { throw Problem(.forbidden, "Services do not register.") }
            try await refuseDeactivated(token)
            return .subject(token)
        case .service:
            guard token.isOfService else { throw Problem.insufficientScope(AccessToken.serviceScope) }
            return .service(token)
        case .userOrService where token.isOfService: return .service(token)
        case .account where token.isOfService, .closing where token.isOfService, .user where token.isOfService,
            .admin where token.isOfService:
            // "Register first" would mislead a service, which cannot register.
            throw Problem(.forbidden, "This call is for users, not for services.")
        case .closing: return .user(try await user(of: token), token)
        case .account: return .user(try await openUser(of: token), token)
        case .user, .userOrService: return .user(try await activeUser(of: token), token)
        case .admin:
            let user = try await activeUser(of: token)
            guard user.role == .admin else { throw Problem(.forbidden, "This call is for admins.") }
            return .user(user, token)
        }
    }

    /// A subject that registers may have an account already, which may be deactivated.
    private func refuseDeactivated(_ token: AccessToken) async throws {
        do {
            _ = try await activeUser(of: token)
        } catch let problem as Problem where problem.type == .notRegistered {
            return
        }
    }

    /// The user, unless the account is being erased.
    private func openUser(of token: AccessToken) async throws -> User {
        let user = try await user(of: token)
        guard user.erasureStartedAt == nil else {
            throw Problem(.beingErased, "The account is being erased; nothing of it can be read or changed any more.")
        }
        return user
    }

    private func activeUser(of token: AccessToken) async throws -> User {
        let user = try await openUser(of: token)
        guard user.isActive else { throw Problem(.deactivated, "The account is deactivated; ask an admin.") }
        return user
    }

    private func user(of token: AccessToken) async throws -> User {
        let identity = try Identity(issuer: token.issuer, subject: token.subject)
        if let id = userIDs.value(for: identity) {
            if let user = try await users.user(id), user.identity == identity { return user }
            userIDs.forget(identity)
        }
        guard let id = try await users.userID(identity), let user = try await users.user(id) else {
            throw Problem(.notRegistered, "Register first: POST /v1/users.")
        }
        userIDs.remember(id, for: identity)
        return user
    }
}
