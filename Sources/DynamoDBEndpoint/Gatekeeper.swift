import AWSSignatures
import CivilTime
import DynamoModel
import DynamoWire
import HTTPServer
import HTTPText

/// Decides whether a request comes from somebody who may use the table.
///
/// Threat model: a browser on this machine shows hostile pages, which can send requests to loopback addresses and can
/// have a host name of theirs resolve to one. A page's request has a field `Origin` or `Sec-Fetch-Site`, which browsers
/// set and pages cannot, or a `Host` that is not a name of this machine; the endpoint never answers a preflight, so
/// that no page can set the fields that a request needs. `Sec-Fetch-Mode` alone proves nothing: the fetch of Node sends
/// it.
struct Gatekeeper: Sendable {
    private let verifier: SignatureVerifier?
    /// Verifiers of the other services, by the names that signatures have for them.
    private let others: [String: SignatureVerifier]

    init(_ configuration: EndpointConfiguration) {
        verifier =
            configuration.credentials.isEmpty
            ? nil
            : SignatureVerifier(
                credentials: configuration.credentials, service: "dynamodb", region: configuration.region)
        var others: [String: SignatureVerifier] = [:]
        for service in NeighbourRequest.Service.allCases where !configuration.credentials.isEmpty {
            others[service.rawValue] = SignatureVerifier(
                credentials: configuration.credentials, service: service.rawValue,
                region: service == .iam ? nil : configuration.region)
        }
        self.others = others
    }

    /// Why a request must come from a page in a browser; nil when nothing says so.
    func browserSign(_ head: HTTPRequestHead) -> String? {
        if head.headers.contains("origin") { return "Requests of web pages are refused (the field Origin is set)." }
        if head.headers.contains("sec-fetch-site") {
            return "Requests of browsers are refused (the field Sec-Fetch-Site is set)."
        }
        guard verifier == nil, !Self.isUsualLoopback(head.authority) else { return nil }
        let host = head.authority.map(Self.hostName) ?? ""
        guard LoopbackHost.contains(host) || Self.isAnyInterface(host) else {
            return "Without access keys the endpoint answers only to names of this machine such as localhost."
        }
        return nil
    }

    /// Lets a signed request pass.
    ///
    /// - Throws: ``SignatureError``.
    func admit(
        _ request: HTTPRequest, to service: NeighbourRequest.Service? = nil, now: Timestamp
    ) async throws(SignatureError) {
        guard let verifier = service.map({ others[$0.rawValue] }) ?? verifier else {
            if Self.hasSignature(request) { return }
            // A refusal says why, which takes the parts.
            _ = try SignatureClaim(of: Self.signable(request, headers: Self.claimHeaders(request), payloadHash: ""))
            return
        }
        let headers = request.headers.map { name, value in
            SignableRequest.Header(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
        let body = request.body
        let hash = await Offload.when(body.count > Offload.writingThreshold) { PayloadHash.of(body) }
        _ = try verifier.verify(
            Self.signable(request, headers: headers, payloadHash: hash), now: now,
            required: service == nil ? ["x-amz-target"] : [])
    }

    /// The region of the signature's scope; the usual one where it names none that could be one.
    static func region(of request: HTTPRequest) -> String {
        let signed = signable(request, headers: claimHeaders(request), payloadHash: "")
        guard let region = try? SignatureClaim(of: signed).region, isRegion(region) else {
            return ResourcePlace.defaultRegion
        }
        return region
    }

    private static func isRegion(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                ByteClass.isLetter(byte) || ByteClass.isDigit(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
    }

    /// Whether the request has what a signature in its fields must have, and none in its query.
    private static func hasSignature(_ request: HTTPRequest) -> Bool {
        guard request.query == nil, request.headers.contains("x-amz-date"),
            let authorization = request.headers.only("authorization")
        else { return false }
        return SignatureClaim.isWellFormed(authorization)
    }

    /// Whether a host is the address of all interfaces, by which a connection reaches this machine, too. No name of a
    /// page resolves to it in the field `Host`: the field holds the name.
    private static func isAnyInterface(_ host: String) -> Bool { host == "0.0.0.0" || host == "::" }

    /// Whether a host is `127.0.0.1` or `localhost`, with a port or without: what nearly all requests say.
    private static func isUsualLoopback(_ authority: ArraySlice<UInt8>?) -> Bool {
        guard let authority else { return false }
        let names = ["127.0.0.1", "localhost"] as [StaticString]
        return names.contains { name in
            name.withUTF8Buffer { name in
                guard authority.starts(with: name) else { return false }
                let rest = authority.dropFirst(name.count)
                return rest.isEmpty
                    || rest.first == UInt8(ascii: ":")
                        && rest.dropFirst().allSatisfy(ByteClass.isDigit)
            }
        }
    }

    /// The fields that the form of a signature is read from.
    private static func claimHeaders(_ request: HTTPRequest) -> [SignableRequest.Header] {
        var headers: [SignableRequest.Header] = []
        for value in request.headers.all("authorization") {
            headers.append(.init("authorization", String(decoding: value, as: UTF8.self)))
        }
        if let value = request.headers.first("x-amz-date") {
            headers.append(.init("x-amz-date", String(decoding: value, as: UTF8.self)))
        }
        return headers
    }

    private static func signable(
        _ request: HTTPRequest, headers: [SignableRequest.Header], payloadHash: String
    ) -> SignableRequest {
        SignableRequest(
            method: request.method.description, path: Array(request.path), query: request.query.map { Array($0) } ?? [],
            headers: headers, payloadHash: payloadHash)
    }

    /// A host without its port; of an IPv6 address without the brackets.
    private static func hostName(_ authority: ArraySlice<UInt8>) -> String {
        if authority.first == UInt8(ascii: "["), let end = authority.firstIndex(of: UInt8(ascii: "]")) {
            return String(decoding: authority[(authority.startIndex + 1)..<end], as: UTF8.self)
        }
        let end = authority.lastIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        return String(decoding: authority[..<end], as: UTF8.self)
    }
}
