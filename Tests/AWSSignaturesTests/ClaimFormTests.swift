import AWSSignatures
import Testing

struct ClaimFormTests {
    private static let whole =
        "AWS4-HMAC-SHA256 Credential=id/20260101/local/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=ab"

    private static let values = [
        whole,
        "AWS4-HMAC-SHA256 Credential=id/20260101/local/dynamodb/aws4_request,SignedHeaders=host,Signature=ab",
        "AWS4-HMAC-SHA256  Signature=a=b ,, SignedHeaders=h Credential=//// Other=",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=h, Signature=s, Signature=",
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=h, Signature=s, Credential=a/b/c/d/e",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e/f, SignedHeaders=h, Signature=s",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=h, Signature=s",
        "AWS4-HMAC-SHA256 Credential=, SignedHeaders=h, Signature=s",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=, Signature=s",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=h",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=h, Signature",
        "AWS4-HMAC-SHA256 credential=a/b/c/d/e, SignedHeaders=h, Signature=s",
        "AWS4-HMAC-SHA512 Credential=a/b/c/d/e, SignedHeaders=h, Signature=s",
        "AWS4-ECDSA Credential=a/b/c/d/e, SignedHeaders=h, Signature=s",
        "Bearer abc", "AWS4-HMAC-SHA256", "AWS4-", ",", "",
    ]

    /// The quick look at a field takes just those values that a claim can be made of.
    @Test(arguments: values) func theQuickLookAgreesWithTheClaim(_ value: String) {
        let request = SignableRequest(
            method: "POST", path: Array("/".utf8), query: [],
            headers: [.init("Authorization", value), .init("X-Amz-Date", "20260101T000000Z")], payloadHash: "")
        let claim = try? SignatureClaim(of: request)
        #expect(SignatureClaim.isWellFormed(Array(value.utf8)[...]) == (claim != nil))
    }

    /// It takes what clients send.
    @Test func theUsualFormIsTaken() {
        #expect(SignatureClaim.isWellFormed(Array(Self.whole.utf8)[...]))
    }
}
