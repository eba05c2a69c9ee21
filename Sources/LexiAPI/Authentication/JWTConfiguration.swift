/// What tokens that are signed with a shared secret must look like to be accepted.
public struct JWTConfiguration: Sendable {
    /// The shortest secret: the size of the hash (RFC 7518, section 3.2).
    public static let minimumSecretByteCount = 32
    /// The secret that signs and verifies (HS256).
    public let secret: [UInt8]
    /// The only accepted `iss`.
    public let issuer: String
    /// The values of `aud` of which a token must name one; our own tokens name the first.
    public let audiences: [String]
    /// How far the issuer's clock may differ from ours, in seconds.
    public let clockSkew: Int

    /// A configuration.
    /// - Throws: `JWTConfigurationError` when the secret is too short, or issuer or audience are empty.
    public init(
        secret: [UInt8], issuer: String, audiences: [String], clockSkew: Int = TokenRules.defaultClockSkew
    ) throws(JWTConfigurationError) {
        guard secret.count >= Self.minimumSecretByteCount else { throw .secretTooShort }
        guard !issuer.isEmpty, !audiences.isEmpty, !audiences.contains("") else { throw .emptyIssuerOrAudience }
        self.secret = secret
        self.issuer = issuer
        self.audiences = audiences
        self.clockSkew = clockSkew
    }
}
