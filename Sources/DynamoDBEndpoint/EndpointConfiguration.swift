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
