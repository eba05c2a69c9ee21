/// Why a token is refused. The cases carry nothing of the token, so that they can be shown and logged.
public enum TokenError: Error, Sendable, Equatable {
    /// There is no bearer token at all.
    case missing
    /// It is not three Base64url parts that hold JSON objects, or a claim has the wrong type.
    case malformed(String)
    /// Its algorithm, type or key is not the configured one.
    case unsupported(String)
    /// The signature does not belong to the content.
    case badSignature
    /// `exp` has passed.
    case expired
    /// `nbf` or `iat` lies ahead.
    case notYetValid
    /// It was issued by someone else.
    case wrongIssuer
    /// It was issued for another service.
    case wrongAudience
    /// It was issued before the bearer's account was erased, and is not a sign that they want another.
    case ofErasedAccount
    /// The identity provider's keys cannot be read at the moment: nothing is known about the token.
    case keysUnavailable

    /// One sentence for the bearer.
    public var detail: String {
        switch self {
        case .missing: "This call needs a bearer token in the Authorization header."
        case .malformed(let what): "The token is malformed: \(what)."
        case .unsupported(let what): "The token is not acceptable: \(what)."
        case .badSignature: "The token's signature is not valid."
        case .expired: "The token has expired."
        case .notYetValid: "The token is not valid yet."
        case .wrongIssuer: "The token comes from another issuer."
        case .wrongAudience: "The token is meant for another audience."
        case .ofErasedAccount: "The account was erased after the token was issued; sign in again for another."
        case .keysUnavailable: "The identity provider's keys cannot be read at the moment; try again."
        }
    }

    /// The challenge of RFC 6750, section 3: without an error code when no token was sent.
    public var challenge: String {
        switch self {
        case .missing: "Bearer realm=\"lexi\""
        default: "Bearer realm=\"lexi\", error=\"invalid_token\", error_description=\"\(detail)\""
        }
    }
}
