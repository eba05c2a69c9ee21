import Digests
import JSONText

/// Mints access tokens that `JWTVerifier` of the same configuration accepts: for `lexi token`, tests and benchmarks.
public struct JWTSigner: Sendable {
    /// The first part of every token that is minted here.
    static let encodedHeader = Array(Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8)).utf8)

    private let key: HMACSHA256.Key
    private let issuer: String
    private let audience: String

    /// A signer of tokens of this issuer for this audience.
    public init(_ configuration: JWTConfiguration) {
        key = HMACSHA256.Key(configuration.secret)
        issuer = configuration.issuer
        audience = configuration.audiences[0]
    }

    /// A token for the subject.
    ///
    /// - Parameters:
    ///   - subject: who bears it, 1–255 bytes.
    ///   - email: the e-mail address that registration takes.
    ///   - scopes: what it allows, for example `lexi/service`.
    ///   - issuedAt: seconds since 1970.
    ///   - lifetime: seconds until it expires.
    public func token(
        subject: String, email: String? = nil, scopes: [String] = [], issuedAt: Int, lifetime: Int
    ) -> String {
        var claims: JSONObject = [
            "iss": .string(issuer), "aud": .string(audience), "sub": .string(subject),
            "iat": .number(JSONNumber(issuedAt)), "exp": .number(JSONNumber(issuedAt + lifetime)),
        ]
        if let email { claims["email"] = .string(email) }
        if !scopes.isEmpty { claims["scope"] = .string(scopes.joined(separator: " ")) }
        return sign(claims: JSONValue.object(claims).serialized())
    }

    /// A token with any content: the tests need wrong ones.
    func sign(claims: [UInt8]) -> String {
        let content = String(decoding: Self.encodedHeader, as: UTF8.self) + "." + Base64URL.encode(claims)
        return content + "." + Base64URL.encode(key.authenticate(utf8: content))
    }
}
