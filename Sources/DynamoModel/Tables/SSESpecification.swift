/// How a table is to be encrypted at rest, as a request says it.
///
/// Source: API reference, `SSESpecification`.
public struct SSESpecification: Sendable, Hashable {
    /// Whether with a key of the account in place of the service's own.
    public var isEnabled: Bool?
    /// The kind of encryption; `KMS` is the only one.
    public var type: String?
    /// The key: its id, alias or Amazon Resource Name.
    public var kmsMasterKeyId: String?

    /// Nil stands for what the request does not say.
    public init(isEnabled: Bool? = nil, type: String? = nil, kmsMasterKeyId: String? = nil) {
        self.isEnabled = isEnabled
        self.type = type
        self.kmsMasterKeyId = kmsMasterKeyId
    }
}
