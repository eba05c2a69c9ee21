/// Why tokens cannot be configured so.
public enum JWTConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The secret has fewer bytes than the hash.
    case secretTooShort
    /// A token must name both; an empty text is refused before any token is checked.
    case emptyIssuerOrAudience

    /// One sentence; nothing of the secret.
    public var description: String {
        switch self {
        case .secretTooShort:
            "The JWT secret must have at least \(JWTConfiguration.minimumSecretByteCount) bytes."
        case .emptyIssuerOrAudience: "The JWT issuer and audience must not be empty."
        }
    }
}
