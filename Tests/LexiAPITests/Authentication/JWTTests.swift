import Digests
import JSONText
import Testing

@testable import LexiAPI

/// Tokens as they must and must not be.
struct JWTTests {
    static let secret = Array("a secret of at least thirty-two bytes".utf8)
    static let now = 1_800_000_000

    let configuration: JWTConfiguration
    let verifier: JWTVerifier
    let signer: JWTSigner

    init() throws {
        configuration = try JWTConfiguration(secret: Self.secret, issuer: "https://id.example", audiences: ["lexi"])
        verifier = JWTVerifier(configuration)
        signer = JWTSigner(configuration)
    }

    private func verify(_ token: String, now: Int = now) throws(TokenError) -> AccessToken {
        try verifier.verify(Array(token.utf8), now: now)
    }

    private func claims(_ changes: JSONObject) -> [UInt8] {
        var claims: JSONObject = [
            "iss": "https://id.example", "aud": "lexi", "sub": "abc", "exp": .number(JSONNumber(Self.now + 60)),
        ]
        // Null takes a claim away.
        for (name, value) in changes.members { claims[name] = value.isNull ? Optional.none : .some(value) }
        return JSONValue.object(claims).serialized()
    }

    private func token(header: String, payload: [UInt8]) -> String {
        let content = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(payload)
        return content + "." + Base64URL.encode(HMACSHA256.Key(Self.secret).authenticate(utf8: content))
    }

    /// What the signer mints, the verifier accepts, with everything that was said.
    @Test func mintedTokensAreAccepted() throws {
        let token = signer.token(
            subject: "abc", email: "a@example.com", scopes: ["lexi/service", "x"], issuedAt: Self.now, lifetime: 60)
        let access = try verify(token)
        #expect(access.subject == "abc")
        #expect(access.email == "a@example.com")
        #expect(access.isOfService)
        #expect(access.scopes == ["lexi/service", "x"])
    }

    /// The example of RFC 7515, appendix A.1, whose header names the type first and holds line breaks.
    @Test func theExampleOfTheRFCVerifies() throws {
        let key = try #require(
            Base64URL.decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"))
        let token =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        let joe = JWTVerifier(try JWTConfiguration(secret: key, issuer: "joe", audiences: ["lexi"]))
        // Its signature is right, which is checked first; it has no audience, so that it is refused after all.
        #expect(throws: TokenError.wrongAudience) { try joe.verify(Array(token.utf8), now: 1_300_819_000) }
    }

    /// `exp` must be there and lie ahead, `nbf` and `iat` must not; a small difference of clocks is allowed.
    @Test func timesAreHeldAgainstTheClock() throws {
        let skew = configuration.clockSkew
        let token = signer.token(subject: "abc", issuedAt: Self.now, lifetime: 60)
        #expect(throws: Never.self) { try verify(token, now: Self.now + 60 + skew - 1) }
        #expect(throws: TokenError.expired) { try verify(token, now: Self.now + 60 + skew) }
        #expect(throws: Never.self) { try verify(token, now: Self.now - skew) }
        #expect(throws: TokenError.notYetValid) { try verify(token, now: Self.now - skew - 1) }
        let later = signer.sign(claims: claims(["nbf": .number(JSONNumber(Self.now + skew + 1))]))
        #expect(throws: TokenError.notYetValid) { try verify(later) }
        let endless = signer.sign(claims: claims(["exp": .null]))
        #expect(throws: TokenError.malformed("the claim exp is missing")) { try verify(endless) }
        let fraction = try #require(JSONNumber(text: "\(Self.now + 1).5"))
        #expect(try verify(signer.sign(claims: claims(["exp": .number(fraction)]))).expires == Self.now + 1)
        let extreme = signer.sign(claims: claims(["exp": .number(JSONNumber(Int.max))]))
        #expect(throws: Never.self) { try verify(extreme) }
    }

    /// Issuer and audience are compared byte for byte; an audience may be one of several.
    @Test func issuerAndAudienceMustBeOurs() throws {
        #expect(throws: TokenError.wrongIssuer) {
            try verify(signer.sign(claims: claims(["iss": "https://id.example/"])))
        }
        #expect(throws: TokenError.wrongIssuer) { try verify(signer.sign(claims: claims(["iss": .null]))) }
        #expect(throws: TokenError.wrongAudience) { try verify(signer.sign(claims: claims(["aud": "Lexi"]))) }
        #expect(throws: TokenError.wrongAudience) { try verify(signer.sign(claims: claims(["aud": .null]))) }
        #expect(throws: TokenError.wrongAudience) { try verify(signer.sign(claims: claims(["aud": []]))) }
        #expect(throws: Never.self) { try verify(signer.sign(claims: claims(["aud": ["other", "lexi"]]))) }
    }

    /// A subject is needed and becomes part of a key: not empty and not too long.
    @Test func theSubjectIsBounded() throws {
        let longest = String(repeating: "s", count: TokenRules.maximumSubjectByteCount)
        #expect(throws: Never.self) { try verify(signer.sign(claims: claims(["sub": .string(longest)]))) }
        for wrong in [JSONValue.null, "", .string(longest + "s"), 5] {
            #expect(throws: TokenError.self) { try verify(signer.sign(claims: claims(["sub": wrong]))) }
        }
    }

    /// Only HS256 without extensions; the attacks of RFC 8725, section 2.
    @Test(arguments: [
        #"{"alg":"none"}"#, #"{"alg":"hs256"}"#, #"{"alg":"HS384"}"#, #"{"alg":"RS256"}"#, #"{}"#,
        #"{"alg":["HS256"]}"#,
        #"{"alg":"HS256","crit":["exp"]}"#, #"{"alg":"HS256","typ":"JWE"}"#,
        #"{"alg":"HS256","alg":"HS256"}"#, #"["HS256"]"#, #"HS256"#, "",
    ])
    func otherHeadersAreRefused(_ header: String) {
        #expect(throws: TokenError.self) { try verify(token(header: header, payload: claims([:]))) }
    }

    /// The type may be spelt in any case, or left out; one shared secret has no other key, whatever the token calls it.
    @Test(arguments: [
        #"{"alg":"HS256","kid":"1"}"#, #"{"alg":"HS256","kid":null,"typ":null}"#,
        #"{"alg":"HS256"}"#, #"{"typ":"jwt","alg":"HS256"}"#, #"{"alg":"HS256","typ":"at+JWT","x":1}"#,
    ])
    func plainHeadersAreAccepted(_ header: String) {
        #expect(throws: Never.self) { try verify(token(header: header, payload: claims([:]))) }
    }

    /// Any changed bit, anywhere, voids a token: no part has a second spelling.
    @Test func everyFlippedBitVoids() throws {
        let token = Array(signer.token(subject: "abc", issuedAt: Self.now, lifetime: 60).utf8)
        for index in token.indices {
            for bit in 0..<8 {
                var changed = token
                changed[index] ^= UInt8(1) << UInt8(bit)
                #expect(throws: TokenError.self) { try verifier.verify(changed, now: Self.now) }
            }
        }
    }

    /// What is not three parts of strict Base64url with JSON objects in them.
    @Test(arguments: ["", ".", "..", "...", "a.b.c", "eyJhbGciOiJIUzI1NiJ9..", "\u{0}", "é.é.é"])
    func garbageIsRefused(_ token: String) {
        #expect(throws: TokenError.self) { try verify(token) }
    }

    /// Duplicate claims, wrong types, deep nesting and excess length are refused, also when they are signed.
    @Test func oddClaimsAreRefused() {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        for payload in [
            #"{"sub":"a","sub":"b"}"#, #"{"exp":"soon"}"#, #"{"exp":1e999}"#, "{\"x\":\(deep)}", "[]", "null", "",
        ] {
            #expect(throws: TokenError.self) { try verify(signer.sign(claims: Array(payload.utf8))) }
        }
        for name in ["scope", "email", "iss", "sub"] {
            #expect(throws: TokenError.self) { try verify(signer.sign(claims: claims([name: 1]))) }
        }
        let long = String(repeating: "x", count: SignedToken.maximumByteCount)
        #expect(throws: TokenError.self) { try verify(signer.sign(claims: claims(["x": .string(long)]))) }
    }

    /// `email_verified` may be missing; where it is there, it must say true, as a boolean or as text.
    @Test(arguments: [
        (JSONValue.null, true), (true, true), ("true", true), (false, false), ("false", false), ("TRUE", false),
        ("", false),
    ])
    func addressesCountUnlessDenied(_ verified: JSONValue, _ counts: Bool) throws {
        let token = signer.sign(claims: claims(["email": "a@example.com", "email_verified": verified]))
        #expect(try verify(token).isEmailVerified == counts)
    }

    /// A claim that is null is left out: what may be missing may be null, and what is needed is missing.
    @Test func nullClaimsAreLeftOut() throws {
        func nulled(_ name: String) throws -> String {
            var object = try #require(JSONValue.parse(claims([:])).objectValue)
            object[name] = JSONValue.null
            return signer.sign(claims: JSONValue.object(object).serialized())
        }
        let plain = try verify(signer.sign(claims: claims([:])))
        for name in ["email", "email_verified", "scope", "token_use", "client_id", "name", "picture", "iat", "nbf"] {
            #expect(try verify(nulled(name)) == plain, "\(name)")
        }
        for (name, error) in [
            ("iss", TokenError.wrongIssuer), ("aud", .wrongAudience), ("sub", .malformed("the claim sub is missing")),
            ("exp", .malformed("the claim exp is missing")),
        ] {
            #expect(throws: error, "\(name)") { try verify(nulled(name)) }
        }
    }

    @Test func otherFormsOfTheClaimAreRefused() {
        #expect(throws: TokenError.self) { try verify(signer.sign(claims: claims(["email_verified": 1]))) }
    }

    /// A secret must be as long as the hash.
    @Test func shortSecretsAreRefused() {
        #expect(throws: JWTConfigurationError.secretTooShort) {
            try JWTConfiguration(secret: Array(repeating: 1, count: 31), issuer: "i", audiences: ["a"])
        }
        #expect(throws: JWTConfigurationError.emptyIssuerOrAudience) {
            try JWTConfiguration(secret: Self.secret, issuer: "", audiences: ["a"])
        }
    }
}
