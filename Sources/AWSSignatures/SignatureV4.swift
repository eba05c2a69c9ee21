import CivilTime
import Digests

/// The stages of Signature Version 4 after the canonical request, by AWS's own names. All of it is arithmetic: no
/// clock, no I/O.
///
/// Source: IAM User Guide, "Create a signed AWS API request", steps 2 to 5.
public enum SignatureV4 {
    /// The only algorithm.
    public static let algorithm = "AWS4-HMAC-SHA256"
    /// In place of the body's hash: the body is not signed.
    public static let unsignedPayload = "UNSIGNED-PAYLOAD"

    /// Step 3: the string to sign.
    public static func stringToSign(_ request: CanonicalRequest, at time: Timestamp, scope: SigningScope) -> String {
        "\(algorithm)\n\(time.basicText)\n\(scope)\n\(request.hash)"
    }

    /// Step 4: the key for a scope, derived from the secret by four codes in a row.
    public static func signingKey(secretAccessKey: String, scope: SigningScope) -> HMACSHA256.Key {
        HMACSHA256.Key(signingKeyBytes(secretAccessKey: secretAccessKey, scope: scope))
    }

    static func signingKeyBytes(secretAccessKey: String, scope: SigningScope) -> [UInt8] {
        let ofDate = HMACSHA256.Key(Array("AWS4\(secretAccessKey)".utf8)).authenticate(utf8: scope.date)
        let ofRegion = HMACSHA256.Key(ofDate).authenticate(utf8: scope.region)
        let ofService = HMACSHA256.Key(ofRegion).authenticate(utf8: scope.service)
        return HMACSHA256.Key(ofService).authenticate(utf8: SigningScope.terminator)
    }

    /// Step 4: the signature, 32 bytes.
    public static func signature(of stringToSign: String, with key: HMACSHA256.Key) -> [UInt8] {
        key.authenticate(utf8: stringToSign)
    }
}

/// Signs requests of one service in one region.
public struct RequestSigner: Sendable {
    private let credentials: AWSCredentials
    private let region: String
    private let service: String

    /// A signer.
    public init(credentials: AWSCredentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The request with `X-Amz-Date`, `X-Amz-Security-Token` for temporary credentials, and `Authorization` added. All
    /// fields that it has are signed, except those that proxies change.
    ///
    /// `Host` must be among the fields.
    public func signed(_ request: SignableRequest, at time: Timestamp) -> SignableRequest {
        var signed = request
        signed.headers.removeAll {
            ["x-amz-date", "x-amz-security-token", "authorization"].contains($0.name.lowercased())
        }
        signed.headers.append(.init("X-Amz-Date", time.basicText))
        if let token = credentials.sessionToken { signed.headers.append(.init("X-Amz-Security-Token", token)) }
        let names = signedNames(signed.headers)
        let scope = SigningScope(date: time.basicDay, region: region, service: service)
        let canonical = CanonicalRequest(signed, signedHeaders: names)
        let text = SignatureV4.stringToSign(canonical, at: time, scope: scope)
        let key = SignatureV4.signingKey(secretAccessKey: credentials.secretAccessKey, scope: scope)
        let signature = Hex.encode(SignatureV4.signature(of: text, with: key))
        let value =
            "\(SignatureV4.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)"
        signed.headers.append(.init("Authorization", value))
        return signed
    }

    /// Fields that something between here and there may change, and that botocore leaves out too.
    static let unsigned: Set<String> = ["expect", "transfer-encoding", "user-agent", "x-amzn-trace-id", "connection"]

    private func signedNames(_ headers: [SignableRequest.Header]) -> [String] {
        let names = Set(headers.map { $0.name.lowercased() }).subtracting(Self.unsigned)
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
