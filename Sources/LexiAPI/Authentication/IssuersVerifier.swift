import JSONText

/// Verifies the tokens of several issuers, each by its own rules and keys: the shared secret holds for its own issuer
/// only.
struct IssuersVerifier: TokenVerifier {
    /// The shared secret's issuer, and its verifier.
    private let own: (issuer: String, verifier: JWTVerifier)
    private let providers: [ProviderVerifier]

    init(_ configuration: JWTConfiguration, _ providers: [IdentityProvider]) {
        own = (configuration.issuer, JWTVerifier(configuration))
        self.providers = providers.map { ProviderVerifier(rules: $0.rules, keys: $0.keys) }
    }

    var keyGeneration: Int { providers.reduce(0) { $0 &+ $1.keyGeneration } }

    /// The issuer is read before anything is verified, and decides only which key has to have signed.
    func verify(_ token: [UInt8], now: Int) async throws(TokenError) -> AccessToken {
        let token = try SignedToken(token)
        guard let issuer = try TokenRules.text("iss", in: try token.claims()) else { throw .wrongIssuer }
        if let provider = providers.first(where: { TokenRules.same($0.rules.issuer, issuer) }) {
            return try await provider.verify(token, now: now)
        }
        guard TokenRules.same(own.issuer, issuer) else { throw .wrongIssuer }
        return try own.verifier.verify(token, now: now)
    }
}
