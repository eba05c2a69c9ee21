/// What tokens must look like to be accepted.
public struct JWTConfiguration: Sendable {
    /// The shortest secret: the size of the hash (RFC 7518, section 3.2).
    public static let minimumSecretByteCount = 32
    /// How far clocks may differ by default, in seconds.
    public static let defaultClockSkew = 30

    /// The secret that signs and verifies (HS256).
    public let secret: [UInt8]
    /// The only accepted `iss`.
    public let issuer: String
    /// The `aud` that a token must name.
    public let audience: String
    /// How far the issuer's clock may differ from ours, in seconds.
    public let clockSkew: Int

    /// - Throws: `JWTConfigurationError` when the secret is too short, or issuer or audience are empty.
    public init(
        secret: [UInt8], issuer: String, audience: String, clockSkew: Int = defaultClockSkew
    ) throws(JWTConfigurationError) {
        guard secret.count >= Self.minimumSecretByteCount else { throw .secretTooShort }
        guard !issuer.isEmpty, !audience.isEmpty else { throw .emptyIssuerOrAudience }
        self.secret = secret
        self.issuer = issuer
        self.audience = audience
        self.clockSkew = clockSkew
    }
}
