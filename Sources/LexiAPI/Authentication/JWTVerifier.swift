import Digests
import JSONText

/// Verifies access tokens that are signed with a shared secret: JSON Web Tokens (RFC 7519) with HMAC SHA-256 (RFC 7515,
/// RFC 7518).
///
/// Exactly this algorithm is taken (RFC 8725), and the signature is verified before the claims are read.
public struct JWTVerifier: TokenVerifier {
    private static let algorithm = "HS256"

    private let key: HMACSHA256.Key
    private let rules: TokenRules
    /// The header that our signer writes, so that its JSON need not be read again for each token.
    private let commonHeader: [UInt8]

    /// A verifier for these tokens.
    public init(_ configuration: JWTConfiguration) {
        key = HMACSHA256.Key(configuration.secret)
        rules = TokenRules(
            issuer: configuration.issuer, audiences: configuration.audiences, emailRule: .unlessDenied,
            clockSkew: configuration.clockSkew)
        commonHeader = JWTSigner.encodedHeader
    }

    /// Always 0: the secret does not change while the program runs.
    public var keyGeneration: Int { 0 }

    /// Returns what the token says, when it is genuine and valid at `now` (seconds since 1970). It waits for nothing.
    public func verify(_ token: [UInt8], now: Int) throws(TokenError) -> AccessToken {
        try verify(SignedToken(token), now: now)
    }

    func verify(_ token: SignedToken, now: Int) throws(TokenError) -> AccessToken {
        try checkHeader(token)
        let signature = try token.signature()
        guard signature.count == SHA256.digestByteCount else { throw .malformed("its third part is not a signature") }
        guard token.withSignedBytes({ key.isValid(signature, for: $0) }) else { throw .badSignature }
        return try rules.token(try token.claims(), now: now)
    }

    /// A `kid` is allowed: one shared secret has no other key, whatever a signer calls it.
    private func checkHeader(_ token: SignedToken) throws(TokenError) {
        if token.encodedHeader.elementsEqual(commonHeader) { return }
        let header = try token.header()
        guard header.names(algorithm: Self.algorithm) else {
            throw .unsupported("its algorithm is not \(Self.algorithm)")
        }
        try header.checkTokenHeader()
    }
}
