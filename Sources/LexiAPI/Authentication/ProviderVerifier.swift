import JSONText
import PublicKeys

/// Verifies the tokens of one identity provider, which signs with keys that it publishes: RS256 and ES256 (RFC 7518).
///
/// The key decides the algorithm, not the token (RFC 8725, section 3.1).
struct ProviderVerifier: TokenVerifier {
    let rules: TokenRules
    let keys: ProviderKeys

    var keyGeneration: Int { keys.generation }

    func verify(_ token: [UInt8], now: Int) async throws(TokenError) -> AccessToken {
        try await verify(SignedToken(token), now: now)
    }

    func verify(_ token: SignedToken, now: Int) async throws(TokenError) -> AccessToken {
        let header = try token.header()
        try header.checkTokenHeader()
        guard let id = header["kid"]?.stringValue else { throw .unsupported("it does not name its key") }
        let signature = try token.signature()
        let key = try await keys.key(id, now: now)
        guard header.names(algorithm: key.algorithm) else {
            throw .unsupported("its algorithm is not its key's, \(key.algorithm)")
        }
        guard token.withSignedBytes({ key.isValidSignature(signature, for: $0) }) else { throw .badSignature }
        return try rules.token(try token.claims(), now: now)
    }
}
