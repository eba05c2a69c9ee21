import BoundedFetch
import JSONText

/// Credentials of an EC2 instance's role, from its metadata service, version 2.
///
/// Version 1, which takes requests without a token, is not used. Source: Amazon EC2 User Guide, "Use the Instance
/// Metadata Service".
struct InstanceProvider: Provider {
    let world: AWSSurroundings
    /// Names the setting that keeps it from being asked.
    let place = "the instance metadata service (AWS_EC2_METADATA_DISABLED=true leaves it out)"
    let outlivesExpiry = true

    private static let tokenSeconds = 21_600
    private static let seconds = 1.0
    private static let folder = "/latest/meta-data/iam/security-credentials/"

    func credentials() async throws(CredentialsError) -> TemporaryCredentials? {
        guard !world.isTrue("AWS_EC2_METADATA_DISABLED") else { return nil }
        let base = endpoint()
        // A machine without the service is the ordinary case: nobody answers, and there are no credentials here.
        guard let token = try await token(base) else { return nil }
        let fields = ["X-aws-ec2-metadata-token": token]
        guard let names = try await get(base + Self.folder, fields) else { return nil }
        let role = String(decoding: names.prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
        guard !role.isEmpty, role.utf8.allSatisfy(Self.isRoleByte) else { return nil }
        guard let document = try await get(base + Self.folder + role, fields) else {
            throw CredentialsError("\(place) does not know the role '\(role)'", isTemporary: true)
        }
        if let code = (try? JSONValue.parse(document, limits: JSONLimits()))?["Code"]?.stringValue, code != "Success" {
            throw CredentialsError(
                "\(place) has no credentials for the role '\(role)' at the moment", isTemporary: true)
        }
        return try TemporaryCredentials(json: document, token: "Token", place: place)
    }

    private func endpoint() -> String {
        if let base = world.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
            return base.utf8.last == UInt8(ascii: "/") ? String(base.dropLast()) : base
        }
        let mode = world.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased()
        return mode == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
    }

    /// A token for further requests; nil when there is no such service.
    private func token(_ base: String) async throws(CredentialsError) -> String? {
        let fields = ["X-aws-ec2-metadata-token-ttl-seconds": "\(Self.tokenSeconds)"]
        let request = FetchRequest(
            method: "PUT", url: base + "/latest/api/token", fields: fields, seconds: Self.seconds)
        guard let answer = try? await world.fetch(request) else { return nil }
        guard answer.status == 200 else {
            if answer.status == 404 { return nil }
            throw CredentialsError(
                "\(place) gives no token: status \(answer.status)", isTemporary: answer.status >= 500)
        }
        guard !answer.body.isEmpty, answer.body.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw CredentialsError("\(place) gives a token that is not valid", isTemporary: true)
        }
        return String(decoding: answer.body, as: UTF8.self)
    }

    /// The body of an answer; nil when there is nothing, as when the instance has no role.
    private func get(_ url: String, _ fields: [String: String]) async throws(CredentialsError) -> [UInt8]? {
        let request = FetchRequest(method: "GET", url: url, fields: fields, seconds: Self.seconds)
        let answer: FetchAnswer
        do throws(FetchFailure) { answer = try await world.fetch(request) } catch {
            throw CredentialsError("\(place) does not answer: \(error.detail)", isTemporary: true)
        }
        if answer.status == 404 { return nil }
        guard answer.status == 200 else {
            throw CredentialsError("\(place) answers with status \(answer.status)", isTemporary: true)
        }
        return answer.body
    }

    /// What the name of a role may be made of (IAM User Guide, "IAM and AWS STS quotas").
    private static func isRoleByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "+=,.@_-".utf8.contains(byte)
        }
    }
}
