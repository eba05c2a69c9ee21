/// A key pair of AWS, and the session token that goes with temporary ones.
public struct AWSCredentials: Sendable, Equatable {
    /// The public part: it stands in each signed request.
    public let accessKeyID: String
    /// The secret part.
    public let secretAccessKey: String
    /// For temporary credentials: sent as `X-Amz-Security-Token` and signed.
    public let sessionToken: String?

    /// A key pair.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public part alone, so that the secret cannot reach a log.
    public var description: String { "AWSCredentials(\(accessKeyID))" }
    /// The public part alone.
    public var debugDescription: String { description }
    /// No members: a dump shows nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a signature is good for: one day, one region, one service.
public struct SigningScope: Sendable, Hashable, CustomStringConvertible {
    /// What every scope ends with.
    public static let terminator = "aws4_request"

    /// The day in UTC, `YYYYMMDD`.
    public let date: String
    /// The region, such as `us-east-1`.
    public let region: String
    /// The service, such as `dynamodb`.
    public let service: String

    /// A scope.
    public init(date: String, region: String, service: String) {
        self.date = date
        self.region = region
        self.service = service
    }

    /// `YYYYMMDD/region/service/aws4_request`, as it stands in the string to sign.
    public var description: String { "\(date)/\(region)/\(service)/\(Self.terminator)" }
}
