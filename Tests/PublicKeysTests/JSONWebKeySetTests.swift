import Digests
import PublicKeys
import Testing

/// Which documents and keys are taken, and which are left out with a reason.
@Suite struct JSONWebKeySetTests {
    /// The key of RFC 7515, appendix A.2, without its private part.
    static let rsa = """
        "kty": "RSA", "e": "AQAB", "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B\
        m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo\
        7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW\
        9gb54h4FRWyuXpoQ"
        """
    /// The key of RFC 7515, appendix A.3.
    static let curve = """
        "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
        """

    private func set(_ keys: String...) throws -> JSONWebKeySet {
        try JSONWebKeySet(Array(#"{"keys": [\#(keys.map { "{\($0)}" }.joined(separator: ","))]}"#.utf8))
    }

    @Test func takesKeysOfBothAlgorithms() throws {
        let keys = try set(Self.rsa + #", "kid": "one", "use": "sig", "alg": "RS256""#, Self.curve + #", "kid": "two""#)
        #expect(keys.count == 2 && keys.unused.isEmpty)
        #expect(keys.key("one")?.algorithm == "RS256")
        #expect(keys.key("two")?.algorithm == "ES256")
        #expect(keys.key("three") == nil)
        let nulled = try set(Self.rsa + #", "kid": "one", "use": null, "alg": null, "key_ops": null"#)
        #expect(nulled.count == 1 && nulled.unused.isEmpty)
    }

    /// The signed examples of RFC 7515: what its authors signed is valid, and nothing that differs in a bit.
    @Test(arguments: [
        (
            rsa,
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            """
            cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjb\
            KBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZES\
            c6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
            """
        ),
        (
            curve,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        ),
    ])
    func verifiesTheExamplesOfTheStandard(key: String, message: String, signature: String) throws {
        let key = try #require(try set(key + #", "kid": "k""#).key("k"))
        let bytes = try #require(Base64URL.decode(signature))
        #expect(Array(message.utf8).withUnsafeBytes { key.isValidSignature(bytes, for: $0) })
        for index in [0, bytes.count / 2, bytes.count - 1] {
            var changed = bytes
            changed[index] ^= 1
            #expect(Array(message.utf8).withUnsafeBytes { !key.isValidSignature(changed, for: $0) })
        }
        #expect(Array((message + "x").utf8).withUnsafeBytes { !key.isValidSignature(bytes, for: $0) })
    }

    /// Entries of a set that verify nothing, and the reason that is given.
    static let unusable: [(key: String, reason: String)] = [
        (rsa, "it has no kid"),
        (rsa + #", "kid": """#, "it has no kid"),
        (rsa + #", "kid": "k", "use": "enc""#, "its use is not sig"),
        (rsa + #", "kid": "k", "key_ops": ["encrypt"]"#, "its key_ops do not allow verify"),
        (rsa + #", "kid": "k", "alg": "RS512""#, "its alg is not RS256"),
        (#""kty": "RSA", "kid": "k", "e": "AQAB", "n": "AQAB""#, "the RSA modulus has 17 bits"),
        (#""kty": "RSA", "kid": "k", "e": "AQAB""#, "a number of the key is missing"),
        (#""kty": "RSA", "kid": "k", "e": "AQAB", "n": "a=""#, "a number of the key is missing"),
        (rsa.replacing("AQAB", with: "AQ") + #", "kid": "k""#, "the RSA exponent must be odd"),
        (curve.replacing("f83O", with: "f83P") + #", "kid": "k""#, "the point does not lie on the curve"),
        (curve.replacing("P-256", with: "P-384") + #", "kid": "k""#, "only RSA keys and keys on the curve P-256"),
        (#""kty": "oct", "kid": "k", "k": "AAAA""#, "only RSA keys and keys on the curve P-256"),
    ]

    @Test(arguments: unusable)
    func leavesOutWhatCannotVerify(key: String, reason: String) throws {
        let keys = try set(key, Self.curve + #", "kid": "good""#)
        #expect(keys.count == 1 && keys.key("k") == nil)
        #expect(keys.unused.count == 1)
        #expect(keys.unused[0].contains(reason), "\(keys.unused)")
    }

    @Test(arguments: ["", "{}", "[]", #"{"keys": {}}"#, #"{"keys": [1]}"#, #"{"keys": [], "keys": []}"#])
    func refusesOtherDocuments(text: String) {
        #expect(throws: JSONWebKeySetError.notKeySet) { try JSONWebKeySet(Array(text.utf8)) }
    }

    @Test func refusesAmbiguousAndLargeSets() {
        #expect(throws: JSONWebKeySetError.repeatedKey("\"k\"")) {
            try set(Self.rsa + #", "kid": "k""#, Self.curve + #", "kid": "k""#)
        }
        #expect(throws: JSONWebKeySetError.tooLarge) {
            try JSONWebKeySet(Array(#"{"keys": [\#(Array(repeating: "{}", count: 101).joined(separator: ","))]}"#.utf8))
        }
        #expect(throws: JSONWebKeySetError.tooLarge) {
            try JSONWebKeySet([UInt8](repeating: 0x20, count: JSONWebKeySet.maximumByteCount + 1))
        }
    }
}
