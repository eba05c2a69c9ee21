import AWSConfiguration
import AWSSignatures
import CivilTime
import DynamoModel
import DynamoWire
import HTTPText
import Synchronization

/// Makes signed HTTP requests of a table's requests.
final class RequestMaker: Sendable {
    private let endpoint: RemoteEndpoint
    private let credentials: any CredentialsSource
    private let wallClock: @Sendable () -> Int
    /// What our clock has to be moved by, in seconds, to show the endpoint's time.
    private let offset = Atomic<Int>(0)

    /// Signatures are good for 15 minutes around the endpoint's time; a clock that differs by less than this is not the
    /// fault.
    private static let toleratedSkew = 240

    init(endpoint: RemoteEndpoint, credentials: any CredentialsSource, wallClock: @escaping @Sendable () -> Int) {
        self.endpoint = endpoint
        self.credentials = credentials
        self.wallClock = wallClock
    }

    /// A signed request.
    struct Signed: Sendable {
        let request: WireRequest
        let credentials: AWSCredentials
        /// What our clock was moved by.
        let offset: Int
    }

    /// Signs a request.
    ///
    /// - Parameter limit: how long the credentials may take to come.
    /// - Throws: ``CredentialsError``.
    func request(
        _ operation: DynamoOperation, body: [UInt8], within limit: Duration
    ) async throws(CredentialsError) -> Signed {
        let credentials = try await self.credentials.credentials(within: limit)
        let offset = self.offset.load(ordering: .relaxed)
        let unsigned = SignableRequest(
            method: "POST", path: "/",
            headers: [
                .init("Host", endpoint.authority), .init("Content-Type", "application/x-amz-json-1.0"),
                .init("X-Amz-Target", operation.target),
            ], body: body)
        let time = Timestamp(clamping: wallClock() + offset)
        let signer = RequestSigner(credentials: credentials, region: endpoint.region, service: "dynamodb")
        var fields = signer.signed(unsigned, at: time).headers.map { (name: $0.name, value: $0.value) }
        // What something in between may change is not signed.
        fields.append(("Accept-Encoding", "identity"))
        fields.append(("User-Agent", "lexi"))
        if let parent = TraceContext.parent { fields.append(("traceparent", parent)) }
        fields.append(("Content-Length", "\(body.count)"))
        return Signed(request: WireRequest(fields: fields, body: body), credentials: credentials, offset: offset)
    }

    /// Lets the source know that credentials were refused as expired.
    func refused(_ credentials: AWSCredentials) { self.credentials.refused(credentials) }

    /// Learns the endpoint's time from the field `Date` of an answer.
    ///
    /// - Parameter used: what our clock was moved by for the request; others may have corrected it since.
    /// - Returns: whether our clock was wrong enough for signatures to be refused, and is corrected now.
    func learnTime(_ fields: AnswerFields, signedWith used: Int) -> Bool {
        guard let time = fields.first("date").flatMap({ Timestamp(httpDate: $0) }) else { return false }
        let new = Int(time.seconds) - wallClock()
        guard abs(new - used) > Self.toleratedSkew else { return false }
        offset.store(new, ordering: .relaxed)
        return true
    }
}
