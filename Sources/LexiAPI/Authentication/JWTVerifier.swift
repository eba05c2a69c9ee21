import Digests
import JSONText

/// Verifies access tokens: JSON Web Tokens (RFC 7519) signed with HMAC SHA-256 (RFC 7515, RFC 7518), and nothing else.
///
/// Strict over bytes: three Base64url parts without padding, JSON objects without duplicate names, exactly the
/// configured algorithm (RFC 8725). The signature is verified before the claims are read.
public struct JWTVerifier: Sendable {
    /// The longest token, in bytes.
    public static let maximumByteCount = 4096
    /// The longest subject, in bytes: it becomes part of a key.
    public static let maximumSubjectByteCount = 255

    private let key: HMACSHA256.Key
    private let issuer: String
    private let audience: String
    private let clockSkew: Int
    /// The header that our signer writes, so that its JSON need not be read again for each token.
    private let commonHeader: [UInt8]

    /// A verifier for these tokens.
    public init(_ configuration: JWTConfiguration) {
        key = HMACSHA256.Key(configuration.secret)
        issuer = configuration.issuer
        audience = configuration.audience
        clockSkew = configuration.clockSkew
        commonHeader = JWTSigner.encodedHeader
    }

    /// What the token says, when it is genuine and valid at `now` (seconds since 1970).
    public func verify(_ token: [UInt8], now: Int) throws(TokenError) -> AccessToken {
        let parts = try Self.split(token)
        try checkHeader(token[parts.header])
        guard let signature = decoded(token[parts.signature]), signature.count == SHA256.digestByteCount else {
            throw .malformed("its third part is no signature")
        }
        let isGenuine = token.withUnsafeBytes { bytes in
            key.isValid(signature, for: UnsafeRawBufferPointer(rebasing: bytes[..<parts.payload.upperBound]))
        }
        guard isGenuine else { throw .badSignature }
        let access = try claims(try Self.object(decoded(token[parts.payload]), part: "second"))
        try checkTime(access, now: now)
        return access
    }

    /// Whether a token that was verified before is still valid.
    public func checkTime(_ token: AccessToken, now: Int) throws(TokenError) {
        guard now < token.expires.saturatingAdd(clockSkew) else { throw .expired }
        if let notBefore = token.notBefore, now.saturatingAdd(clockSkew) < notBefore { throw .notYetValid }
    }
}

extension JWTVerifier {
    private typealias Parts = (header: Range<Int>, payload: Range<Int>, signature: Range<Int>)

    private static func split(_ token: [UInt8]) throws(TokenError) -> Parts {
        guard token.count <= maximumByteCount else { throw .malformed("it is longer than \(maximumByteCount) bytes") }
        var dots: [Int] = []
        for index in token.indices where token[index] == UInt8(ascii: ".") {
            guard dots.count < 2 else { throw .malformed("it does not have three parts") }
            dots.append(index)
        }
        guard dots.count == 2 else { throw .malformed("it does not have three parts") }
        return (0..<dots[0], dots[0] + 1..<dots[1], dots[1] + 1..<token.count)
    }

    private func decoded(_ part: ArraySlice<UInt8>) -> [UInt8]? {
        part.withUnsafeBytes { Base64URL.decode($0) }
    }

    private static func object(_ bytes: [UInt8]?, part: String) throws(TokenError) -> JSONObject {
        guard let bytes else { throw .malformed("its \(part) part is not Base64url") }
        do throws(JSONError) {
            guard case .object(let object) = try JSONValue.parse(bytes, limits: JSONLimits(maximumDepth: 8)) else {
                throw JSONError(offset: 0, kind: .syntax, message: "")
            }
            return object
        } catch {
            throw .malformed("its \(part) part is not a JSON object with distinct names")
        }
    }

    private func checkHeader(_ part: ArraySlice<UInt8>) throws(TokenError) {
        if part.elementsEqual(commonHeader) { return }
        let header = try Self.object(decoded(part), part: "first")
        guard let algorithm = header["alg"]?.stringValue, algorithm.utf8.elementsEqual("HS256".utf8) else {
            throw .unsupported("its algorithm is not HS256")
        }
        if let type = header["typ"] {
            let name = type.stringValue?.lowercased() ?? ""
            guard name == "jwt" || name == "at+jwt" else { throw .unsupported("its type is not JWT") }
        }
        // RFC 7515, section 4.1.11: extensions that are not understood must be refused. None is.
        guard header["crit"] == nil else { throw .unsupported("it has critical header extensions") }
        // There is one secret and it has no name, so that any name is an unknown one.
        guard header["kid"] == nil else { throw .unsupported("its key is unknown") }
    }

    private func claims(_ claims: JSONObject) throws(TokenError) -> AccessToken {
        let expires = try time("exp", in: claims)
        guard let expires else { throw .malformed("the claim exp is missing") }
        let notBefore = [try time("nbf", in: claims), try time("iat", in: claims)].compactMap(\.self).max()
        guard let issuer = try text("iss", in: claims), same(issuer, self.issuer) else { throw .wrongIssuer }
        guard try audiences(in: claims).contains(where: { same($0, audience) }) else { throw .wrongAudience }
        guard let subject = try text("sub", in: claims), !subject.isEmpty else {
            throw .malformed("the claim sub is missing")
        }
        guard subject.utf8.count <= Self.maximumSubjectByteCount else {
            throw .malformed("the claim sub is longer than \(Self.maximumSubjectByteCount) bytes")
        }
        let scope = try text("scope", in: claims) ?? ""
        return AccessToken(
            issuer: issuer, subject: subject, email: try text("email", in: claims),
            scopes: scope.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) },
            expires: expires, notBefore: notBefore)
    }

    private func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    private func text(_ name: String, in claims: JSONObject) throws(TokenError) -> String? {
        guard let value = claims[name] else { return nil }
        guard let text = value.stringValue else { throw .malformed("the claim \(name) is not a text") }
        return text
    }

    /// A NumericDate (RFC 7519, section 2), which may have a fraction.
    private func time(_ name: String, in claims: JSONObject) throws(TokenError) -> Int? {
        guard let value = claims[name] else { return nil }
        if let seconds = value.intValue { return seconds }
        // Beyond 2^53 a binary number cannot tell seconds apart; no real time is there.
        guard let seconds = value.doubleValue, seconds.magnitude < 9_007_199_254_740_992 else {
            throw .malformed("the claim \(name) is not a time")
        }
        return Int(seconds.rounded(.down))
    }

    private func audiences(in claims: JSONObject) throws(TokenError) -> [String] {
        switch claims["aud"] {
        case nil: return []
        case .string(let one)?: return [one]
        case .array(let several)?:
            let names = several.compactMap(\.stringValue)
            guard names.count == several.count else { throw .malformed("the claim aud is not a list of texts") }
            return names
        default: throw .malformed("the claim aud is not a text")
        }
    }
}

extension Int {
    /// The sum, or the greatest integer where it would be beyond.
    fileprivate func saturatingAdd(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? Int.max : Int.min) : sum
    }
}
