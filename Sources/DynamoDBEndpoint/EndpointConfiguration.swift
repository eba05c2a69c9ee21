import AWSSignatures
import HTTPText

/// Who may use the endpoint, and under which names.
public struct EndpointConfiguration: Sendable {
    /// The address on which the endpoint listens.
    public let host: String
    /// The keys whose signatures are accepted. Without any, every well-formed signature is, on a loopback address only.
    public let credentials: [AWSCredentials]
    /// The region that requests must be signed for; nil for any.
    public let region: String?

    /// A configuration.
    ///
    /// - Throws: ``EndpointConfigurationError/credentialsMissing(host:)`` for an address that others can reach, without
    ///   keys.
    public init(
        host: String, credentials: [AWSCredentials] = [], region: String? = nil
    ) throws(EndpointConfigurationError) {
        guard !credentials.isEmpty || LoopbackHost.contains(host) else { throw .credentialsMissing(host: host) }
        guard credentials.allSatisfy({ !$0.accessKeyID.isEmpty && !$0.secretAccessKey.isEmpty }) else {
            throw .credentialsEmpty
        }
        self.host = host
        self.credentials = credentials
        self.region = region
    }
}

/// Why the endpoint does not start.
public enum EndpointConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Others can reach the address, and no keys say who may.
    case credentialsMissing(host: String)
    /// A key pair has an empty part.
    case credentialsEmpty

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .credentialsMissing(let host):
            "Without access keys the DynamoDB endpoint listens on a loopback address only, which \(host) is not: "
                + "configure an access key, or listen on 127.0.0.1."
        case .credentialsEmpty: "An access key needs both an access key id and a secret."
        }
    }
}
