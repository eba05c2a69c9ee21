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
