import CivilTime
import Digests
import Synchronization

/// Verifies requests to one service against known keys.
public final class SignatureVerifier: Sendable {
    /// How far the clock of a client may be off, in seconds.
    public static let clockWindow = 15 * 60
    /// Signing keys that are kept; a client uses one a day and region.
    static let keyCacheLimit = 256

    private struct CacheKey: Hashable {
        let accessKeyID: String
        let scope: SigningScope
    }

    private let credentials: [String: AWSCredentials]
    private let service: String
    private let region: String?
    private let keys = Mutex<[CacheKey: HMACSHA256.Key]>([:])

    /// A verifier.
    /// - Parameters:
    ///   - region: the region that requests must be signed for; nil for any.
    public init(credentials: [AWSCredentials], service: String, region: String? = nil) {
        var byID: [String: AWSCredentials] = [:]
        for pair in credentials { byID[pair.accessKeyID] = pair }
        self.credentials = byID
        self.service = service
        self.region = region
    }

    /// Verifies a request.
    ///
    /// - Parameter required: headers (lower case) that must be signed when the request has them, besides `host`.
    /// - Returns: the access key that signed it.
    /// - Throws: ``SignatureError``, in the order in which AWS looks: form, time, signed headers, scope, key,
    ///   signature.
    public func verify(
        _ request: SignableRequest, now: Timestamp, required: [String] = []
    ) throws(SignatureError) -> String {
        let claim = try SignatureClaim(of: request)
        let time = try Self.checkTime(claim, now)
        try Self.checkSignedHeaders(claim, request, required)
        try checkScope(claim, time)
        guard let pair = credentials[claim.accessKeyID] else { throw .unknownKey }
        try Self.checkToken(pair, request)
        let scope = SigningScope(date: claim.date, region: claim.region, service: claim.service)
        let canonical = CanonicalRequest(
            request, signedHeaders: claim.signedHeaders,
            leavingOut: claim.form == .header ? nil : "X-Amz-Signature")
        let expected = SignatureV4.signature(
            of: SignatureV4.stringToSign(canonical, at: time, scope: scope), with: signingKey(pair, scope))
        guard let sent = Hex.decode(claim.signature), constantTimeEquals(sent, expected) else { throw .mismatch }
        return claim.accessKeyID
    }

    private static func checkTime(_ claim: SignatureClaim, _ now: Timestamp) throws(SignatureError) -> Timestamp {
        guard let time = Timestamp(basic: claim.time) else {
            throw .incomplete(
                "Date must be in ISO-8601 'basic format'. Got '\(claim.time)'. See http://en.wikipedia.org/wiki/ISO_8601"
            )
        }
        func text(_ seconds: Int) -> String { now.adding(seconds: Int64(seconds)).basicText }
        let (window, said) = (clockWindow, time.basicText)
        if time > now.adding(seconds: Int64(window)) {
            throw .invalid(
                "Signature not yet current: \(said) is still later than \(text(window)) (\(now.basicText) + 15 min.)")
        }
        switch claim.form {
        case .header where time < now.adding(seconds: -Int64(window)):
            throw .invalid(
                "Signature expired: \(said) is now earlier than \(text(-window)) (\(now.basicText) - 15 min.)")
        case .presigned(let expires) where time.adding(seconds: Int64(expires)) < now:
            throw .invalid(
                "Signature expired: \(said) is now earlier than \(text(-expires)) (\(now.basicText) - \(expires) sec.)")
        default: return time
        }
    }

    private static func checkSignedHeaders(
        _ claim: SignatureClaim, _ request: SignableRequest, _ required: [String]
    ) throws(SignatureError) {
        guard claim.signedHeaders.contains("host") else {
            throw .invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.")
        }
        if let missing = CanonicalRequest.missingHeader(of: claim.signedHeaders, in: request.headers) {
            throw .invalid("'\(missing)' is a 'SignedHeader' but is not in the request.")
        }
        // Every name costs a look through the fields, before it is known who asks.
        let signed = Set(claim.signedHeaders)
        guard signed.count == claim.signedHeaders.count else {
            throw .invalid("A header stands twice in the 'SignedHeaders' of the AWS Authorization.")
        }
        for header in request.headers {
            let name = header.name.lowercased()
            let mustBeSigned =
                required.contains(name) || (name.utf8.starts(with: "x-amz-".utf8) && name != "x-amzn-trace-id")
            if mustBeSigned, !signed.contains(name) {
                throw .invalid("'\(header.name)' must be a 'SignedHeader' in the AWS Authorization.")
            }
        }
    }

    private func checkScope(_ claim: SignatureClaim, _ time: Timestamp) throws(SignatureError) {
        var message = ""
        if claim.region.isEmpty || (region.map { $0 != claim.region } ?? false) {
            message += "Credential should be scoped to a valid region, not '\(claim.region)'. "
        }
        if claim.service != service { message += "Credential should be scoped to correct service: '\(service)'. " }
        if claim.terminator != SigningScope.terminator {
            message +=
                "Credential should be scoped with a valid terminator: '\(SigningScope.terminator)', not '\(claim.terminator)'. "
        }
        if claim.date != time.basicDay {
            message +=
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'\(claim.date)' != '\(time.basicDay)', from '\(time.basicText)'."
        }
        guard message.isEmpty else { throw .invalid(message) }
    }

    private static func checkToken(_ pair: AWSCredentials, _ request: SignableRequest) throws(SignatureError) {
        guard let token = pair.sessionToken else { return }
        let sent = request.headers.first { $0.name.lowercased() == "x-amz-security-token" }?.value ?? ""
        guard constantTimeEquals(Array(sent.utf8), Array(token.utf8)) else { throw .unknownKey }
    }

    /// The key of a scope, derived once: four codes a request would cost more than the rest.
    private func signingKey(_ pair: AWSCredentials, _ scope: SigningScope) -> HMACSHA256.Key {
        let cacheKey = CacheKey(accessKeyID: pair.accessKeyID, scope: scope)
        if let key = keys.withLock({ $0[cacheKey] }) { return key }
        let key = SignatureV4.signingKey(secretAccessKey: pair.secretAccessKey, scope: scope)
        keys.withLock { keys in
            if keys.count >= Self.keyCacheLimit { keys.removeAll() }
            keys[cacheKey] = key
        }
        return key
    }
}
