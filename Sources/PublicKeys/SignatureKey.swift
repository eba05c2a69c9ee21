/// A public key with the one algorithm that it verifies, so that a token cannot choose (RFC 8725, section 3.1).
public enum SignatureKey: Sendable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256(RSAPublicKey)
    /// ECDSA on P-256 with SHA-256.
    case es256(P256PublicKey)

    /// The algorithm's name in a token's header (RFC 7518, section 3.1).
    public var algorithm: String {
        switch self {
        case .rs256: "RS256"
        case .es256: "ES256"
        }
    }

    /// Whether a signature belongs to a message.
    public func isValidSignature(_ signature: [UInt8], for message: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .rs256(let key): key.isValidSignature(signature, for: message)
        case .es256(let key): key.isValidSignature(signature, for: message)
        }
    }
}
