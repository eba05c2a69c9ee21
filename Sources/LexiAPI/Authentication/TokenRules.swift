import JSONText

/// What the claims of one issuer's tokens must be, and what they mean (RFC 7519, section 4.1; OpenID Connect Core,
/// section 5.1).
public struct TokenRules: Sendable, Equatable {
    /// When an address in a token belongs to its bearer.
    public enum EmailRule: Sendable, Equatable {
        /// Unless `email_verified` is there and not true: for issuers that put proven addresses only into their tokens.
        case unlessDenied
        /// Only with `email_verified` true, as a boolean or as text: for identity providers, where users change their
        /// address as they like.
        case onlyVerified
    }

    /// How far clocks may differ by default, in seconds.
    public static let defaultClockSkew = 30
    /// The longest subject, in bytes: it becomes part of a key.
    public static let maximumSubjectByteCount = 255

    /// The only accepted `iss`.
    public var issuer: String
    /// The values of `aud` that are accepted; one is enough. An access token of Amazon Cognito has `client_id` in its
    /// place.
    public var audiences: [String]
    /// When an address counts.
    public var emailRule: EmailRule
    /// How far the issuer's clock may differ from ours, in seconds.
    public var clockSkew: Int

    /// Rules for tokens of an issuer.
    public init(
        issuer: String, audiences: [String], emailRule: EmailRule, clockSkew: Int = Self.defaultClockSkew
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.emailRule = emailRule
        self.clockSkew = clockSkew
    }

    /// Reads the claims of a token whose signature is right.
    func token(_ claims: JSONObject, now: Int) throws(TokenError) -> AccessToken {
        guard let expires = try Self.time("exp", in: claims) else { throw .malformed("the claim exp is missing") }
        let issuedAt = try Self.time("iat", in: claims)
        let notBefore = [try Self.time("nbf", in: claims), issuedAt].compactMap(\.self).max()
        guard let issuer = try Self.text("iss", in: claims), Self.same(issuer, self.issuer) else { throw .wrongIssuer }
        try checkAudience(claims)
        guard let subject = try Self.text("sub", in: claims), !subject.isEmpty else {
            throw .malformed("the claim sub is missing")
        }
        guard subject.utf8.count <= Self.maximumSubjectByteCount else {
            throw .malformed("the claim sub is longer than \(Self.maximumSubjectByteCount) bytes")
        }
        let scope = try Self.text("scope", in: claims) ?? ""
        let token = AccessToken(
            issuer: issuer, subject: subject, email: try Self.text("email", in: claims),
            isEmailVerified: try isEmailVerified(claims), name: claims["name"]?.stringValue,
            picture: claims["picture"]?.stringValue,
            scopes: scope.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) },
            issuedAt: issuedAt, expires: expires, notBefore: notBefore, clockSkew: clockSkew)
        try token.checkTime(now: now)
        return token
    }

    private func isEmailVerified(_ claims: JSONObject) throws(TokenError) -> Bool {
        switch claims["email_verified"] {
        case nil, .null?: emailRule == .unlessDenied
        case .bool(let isVerified)?: isVerified
        // Some providers write it as text.
        case .string(let text)?: Self.same(text, "true")
        default: throw .malformed("the claim email_verified is not a boolean")
        }
    }

    private func checkAudience(_ claims: JSONObject) throws(TokenError) {
        var named = try Self.audiences(in: claims)
        // Cognito says in `token_use` what a token is for; other providers have no such claim.
        if let use = try Self.text("token_use", in: claims) {
            guard Self.same(use, "id") || Self.same(use, "access") else {
                throw .unsupported("its token_use is neither id nor access")
            }
            if Self.same(use, "access"), let client = try Self.text("client_id", in: claims) { named.append(client) }
        }
        guard named.contains(where: { name in audiences.contains { Self.same(name, $0) } }) else {
            throw .wrongAudience
        }
    }
}

extension TokenRules {
    static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    /// A claim; some issuers write null for one that they leave out.
    private static func value(_ name: String, in claims: JSONObject) -> JSONValue? {
        guard let value = claims[name], !value.isNull else { return nil }
        return value
    }

    static func text(_ name: String, in claims: JSONObject) throws(TokenError) -> String? {
        guard let value = value(name, in: claims) else { return nil }
        guard let text = value.stringValue else { throw .malformed("the claim \(name) is not a text") }
        return text
    }

    /// A NumericDate (RFC 7519, section 2), which may have a fraction.
    private static func time(_ name: String, in claims: JSONObject) throws(TokenError) -> Int? {
        guard let value = value(name, in: claims) else { return nil }
        if let seconds = value.intValue { return seconds }
        // Beyond 2^53 a binary number does not distinguish seconds; no real time is there.
        guard let seconds = value.doubleValue, seconds.magnitude < 9_007_199_254_740_992 else {
            throw .malformed("the claim \(name) is not a time")
        }
        return Int(seconds.rounded(.down))
    }

    private static func audiences(in claims: JSONObject) throws(TokenError) -> [String] {
        switch claims["aud"] {
        case nil, .null?: return []
        case .string(let one)?: return [one]
        case .array(let several)?:
            let names = several.compactMap(\.stringValue)
            guard names.count == several.count else { throw .malformed("the claim aud is not a list of texts") }
            return names
        default: throw .malformed("the claim aud is not a text")
        }
    }
}
