import AWSSignatures

/// Where the credentials come from that requests are signed with.
///
/// Asked before each request is signed: a source keeps what it has, and gets new ones before the old ones expire.
public protocol CredentialsSource: Sendable {
    /// Credentials that are valid now.
    ///
    /// - Throws: ``CredentialsError`` when there are none, or when they cannot be renewed.
    func credentials() async throws(CredentialsError) -> AWSCredentials
}

/// Why there are no credentials: what is wrong, and which setting to change. Never a secret.
public struct CredentialsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in a sentence for whoever runs the program.
    public let description: String
    /// Whether it may be different in a moment: a service that gives credentials did not answer.
    public let isTemporary: Bool

    /// A failure with this sentence.
    public init(_ description: String, isTemporary: Bool = false) {
        self.description = description
        self.isTemporary = isTemporary
    }
}

/// Credentials that stay as they are.
public struct FixedCredentials: CredentialsSource {
    private let fixed: AWSCredentials

    /// Always these.
    public init(_ credentials: AWSCredentials) { fixed = credentials }

    /// The credentials.
    public func credentials() -> AWSCredentials { fixed }
}
