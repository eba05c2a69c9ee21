import AWSSignatures
import CivilTime
import Testing

/// What a verifier refuses, and how it says so.
struct VerifierTests {
    private let pair = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret")
    private let now = Timestamp(clamping: 1_800_000_000)

    private func signed(
        at time: Timestamp? = nil, region: String = "us-east-1", service: String = "dynamodb",
        key: AWSCredentials? = nil
    ) -> SignableRequest {
        let request = SignableRequest(
            method: "POST", path: "/",
            headers: [.init("Host", "localhost:8000"), .init("X-Amz-Target", "DynamoDB_20120810.ListTables")],
            body: Array("{}".utf8))
        return RequestSigner(credentials: key ?? pair, region: region, service: service).signed(
            request, at: time ?? now)
    }

    private func verify(_ request: SignableRequest, region: String? = nil) throws(SignatureError) -> String {
        try SignatureVerifier(credentials: [pair], service: "dynamodb", region: region)
            .verify(request, now: now, required: ["x-amz-target"])
    }

    private func expect(
        _ code: SignatureError.Code, _ message: String, _ request: SignableRequest, region: String? = nil
    ) {
        let error = #expect(throws: SignatureError.self) { try verify(request, region: region) }
        #expect(error?.code == code)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    // A changed byte anywhere in what is signed is noticed.
    @Test
    func changes() throws {
        #expect(try verify(signed()) == "AKID")
        var body = signed()
        body.payloadHash = String(repeating: "0", count: 64)
        var target = signed()
        target.headers[1].value = "DynamoDB_20120810.DeleteTable"
        var path = signed()
        path.path = Array("/x".utf8)
        var query = signed()
        query.query = Array("a=b".utf8)
        var method = signed()
        method.method = "PUT"
        for request in [body, target, path, query, method] {
            expect(.invalidSignature, "The request signature we calculated does not match", request)
        }
        expect(
            .invalidSignature, "does not match", signed(key: AWSCredentials(accessKeyID: "AKID", secretAccessKey: "x")))
    }

    // The clock may be off by a quarter of an hour, to the second.
    @Test
    func window() throws {
        #expect(try verify(signed(at: now.adding(seconds: -900))) == "AKID")
        #expect(try verify(signed(at: now.adding(seconds: 900))) == "AKID")
        expect(.invalidSignature, "Signature expired: ", signed(at: now.adding(seconds: -901)))
        expect(.invalidSignature, "Signature not yet current: ", signed(at: now.adding(seconds: 901)))
    }

    // The scope names the service and, when one is configured, the region.
    @Test
    func scope() throws {
        expect(.invalidSignature, "correct service: 'dynamodb'", signed(service: "s3"))
        expect(.invalidSignature, "valid region, not 'us-east-1'", signed(), region: "eu-west-1")
        #expect(try verify(signed(), region: "us-east-1") == "AKID")
        let other = AWSCredentials(accessKeyID: "OTHER", secretAccessKey: "secret")
        expect(.unrecognizedClient, "The security token included in the request is invalid.", signed(key: other))
    }

    // A header that decides what is done must be signed when it is there.
    @Test
    func requiredHeaders() {
        var added = signed()
        added.headers.insert(.init("x-amz-security-token", "t"), at: 0)
        expect(.invalidSignature, "'x-amz-security-token' must be a 'SignedHeader'", added)
        var missing = signed()
        missing.headers.removeAll { $0.name == "X-Amz-Target" }
        expect(.invalidSignature, "'x-amz-target' is a 'SignedHeader' but is not in the request", missing)
        var twice = signed()
        for index in twice.headers.indices where twice.headers[index].name == "Authorization" {
            let value = twice.headers[index].value.replacing("SignedHeaders=", with: "SignedHeaders=host;")
            twice.headers[index] = .init("Authorization", value)
        }
        expect(.invalidSignature, "A header stands twice in the 'SignedHeaders'", twice)
        var two = signed()
        two.headers.append(
            .init("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x"))
        expect(.invalidSignature, "more than one 'Authorization'", two)
    }

    // What is not a signature is distinguished from what is half of one.
    @Test
    func forms() {
        func with(_ authorization: String?, date: Bool = true) -> SignableRequest {
            var request = signed()
            request.headers.removeAll { $0.name == "Authorization" || (!date && $0.name == "X-Amz-Date") }
            if let authorization { request.headers.append(.init("Authorization", authorization)) }
            return request
        }
        expect(.missingAuthenticationToken, "Request is missing Authentication Token", with(nil))
        expect(.missingAuthenticationToken, "Request is missing Authentication Token", with("Bearer x"))
        expect(
            .incompleteSignature,
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
                + "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
                + "'X-Amz-Date' or a 'Date' header. Authorization=AWS4-", with("AWS4-", date: false))
        expect(
            .incompleteSignature, "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25'",
            with("AWS4-HMAC-SHA25 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x"))
        expect(
            .incompleteSignature, "Credential must have exactly 5 slash-delimited elements",
            with("AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=x"))
        expect(
            .incompleteSignature, "not a valid key=value pair (missing equal-sign)",
            with("AWS4-HMAC-SHA256 Credential, SignedHeaders=host, Signature=x"))
        var twice = signed()
        twice.query = Array("X-Amz-Algorithm=AWS4-HMAC-SHA256".utf8)
        expect(.invalidSignature, "Found both 'X-Amz-Algorithm'", twice)
    }

    // Random bytes in place of a signature are refused and do no harm.
    @Test
    func noise() {
        var state: UInt64 = 7
        for _ in 0..<500 {
            var bytes: [UInt8] = Array("AWS4-HMAC-SHA256 ".utf8)
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            var request = signed()
            request.headers.removeAll { $0.name == "Authorization" }
            request.headers.append(.init("Authorization", String(decoding: bytes, as: UTF8.self)))
            #expect(throws: SignatureError.self) { try verify(request) }
        }
    }
}
