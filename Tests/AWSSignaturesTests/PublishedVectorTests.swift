import AWSSignatures
import CivilTime
import Digests
import Testing

/// AWS's published examples: the signature test suite (`aws4_testsuite`) and the worked example of the IAM User Guide.
struct PublishedVectorTests {
    private static let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    private static let host = SignableRequest.Header("Host", "example.amazonaws.com")

    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let request: SignableRequest
        let signedHeaders: String
        let signature: String

        var testDescription: String { name }
    }

    private static func vector(
        _ name: String, _ method: String, _ path: String, query: String = "", headers: [SignableRequest.Header] = [],
        body: String = "", signed: String, _ signature: String
    ) -> Vector {
        let request = SignableRequest(
            method: method, path: path, query: query, headers: [host] + headers, body: Array(body.utf8))
        return Vector(name: name, request: request, signedHeaders: signed, signature: signature)
    }

    static let vectors = [
        vector(
            "get-vanilla", "GET", "/", signed: "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        vector(
            "post-vanilla", "POST", "/", signed: "host;x-amz-date",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        vector(
            "get-vanilla-query-order-key-case", "GET", "/", query: "Param2=value2&Param1=value1",
            signed: "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        vector(
            "get-utf8", "GET", "/\u{1234}", signed: "host;x-amz-date",
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        vector(
            "get-relative-relative", "GET", "/example1/example2/../..", signed: "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        vector(
            "get-slashes", "GET", "//example//", signed: "host;x-amz-date",
            "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        vector(
            "get-header-value-trim", "GET", "/",
            headers: [.init("My-Header1", " value1"), .init("My-Header2", " \"a   b   c\"")],
            signed: "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        vector(
            "get-header-key-duplicate", "GET", "/",
            headers: [.init("My-Header1", "value2"), .init("My-Header1", "value2"), .init("My-Header1", "value1")],
            signed: "host;my-header1;x-amz-date",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        vector(
            "post-x-www-form-urlencoded", "POST", "/",
            headers: [.init("Content-Type", "application/x-www-form-urlencoded")], body: "Param1=value1",
            signed: "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
    ]

    // A signer gives the signatures that AWS published, and a verifier accepts them.
    @Test(arguments: vectors)
    func signature(_ vector: Vector) throws {
        let time = try #require(Timestamp(basic: "20150830T123600Z"))
        let signer = RequestSigner(credentials: Self.credentials, region: "us-east-1", service: "service")
        let signed = signer.signed(vector.request, at: time)
        let authorization = try #require(signed.headers.last)
        #expect(
            authorization.value
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(vector.signedHeaders), Signature=\(vector.signature)")
        let verifier = SignatureVerifier(credentials: [Self.credentials], service: "service")
        #expect(try verifier.verify(signed, now: time) == "AKIDEXAMPLE")
    }

    // The stages of the worked example: the hash of the canonical request, the string to sign, the signature.
    @Test
    func workedExample() throws {
        let time = try #require(Timestamp(basic: "20150830T123600Z"))
        let scope = SigningScope(date: time.basicDay, region: "us-east-1", service: "iam")
        let request = SignableRequest(
            method: "GET", path: "/", query: "Action=ListUsers&Version=2010-05-08",
            headers: [
                .init("Host", "iam.amazonaws.com"), .init("X-Amz-Date", "20150830T123600Z"),
                .init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            ], body: [])
        let canonical = CanonicalRequest(request, signedHeaders: ["content-type", "host", "x-amz-date"])
        #expect(canonical.hash == "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59")
        let text = SignatureV4.stringToSign(canonical, at: time, scope: scope)
        #expect(
            text == "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n\(canonical.hash)")
        let key = SignatureV4.signingKey(secretAccessKey: Self.credentials.secretAccessKey, scope: scope)
        #expect(
            Hex.encode(SignatureV4.signature(of: text, with: key))
                == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
    }

    // Moments are read and written in the basic format, across leap days and before 1970; what is no moment is refused.
    @Test
    func times() {
        for text in [
            "19700101T000000Z", "20240229T235959Z", "20000301T000000Z", "19691231T235959Z", "21000228T120000Z",
        ] {
            #expect(Timestamp(basic: text)?.basicText == text)
        }
        #expect(Timestamp(basic: "20150830T123600Z")?.seconds == 1_440_938_160)
        for text in [
            "20230229T000000Z", "20150830T240000Z", "2015-08-30T12:36Z", "20150830t123600Z", "20151330T000000Z", "",
        ] {
            #expect(Timestamp(basic: text) == nil)
        }
    }

    // A secret shows in no description.
    @Test
    func secretsStayOut() {
        #expect(!"\(Self.credentials)".contains("EXAMPLEKEY"))
        #expect(!String(reflecting: Self.credentials).contains("EXAMPLEKEY"))
        var dumped = ""
        dump(Self.credentials, to: &dumped)
        #expect(!dumped.contains("EXAMPLEKEY"))
    }
}
