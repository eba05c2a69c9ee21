import DynamoModel

/// Who a token speaks for: the provider that vouches for it, and the provider's name for the person.
public struct Identity: Sendable, Hashable {
    /// The token's `iss`.
    public let issuer: String
    /// The token's `sub`.
    public let subject: String

    /// Checks that both are there and not too long for a key.
    public init(issuer: String, subject: String) throws(InvalidValue) {
        let length = 1...LexiLimits.identityBytes
        guard length.contains(issuer.utf8.count), length.contains(subject.utf8.count) else {
            throw InvalidValue("issuer and subject must have 1 to \(LexiLimits.identityBytes) bytes each")
        }
        self.issuer = issuer
        self.subject = subject
    }

    /// Whether both have the same bytes.
    public static func == (left: Identity, right: Identity) -> Bool {
        left.issuer.hasSameBytes(as: right.issuer) && left.subject.hasSameBytes(as: right.subject)
    }
}
