/// A policy of a role, as IAM would have it.
public struct RolePolicy: Sendable, Equatable {
    /// The role.
    public let roleName: String
    /// The policy.
    public let policyName: String
    /// The policy's document, as JSON.
    public let document: String

    /// A policy of a role.
    public init(roleName: String, policyName: String, document: String) {
        self.roleName = roleName
        self.policyName = policyName
        self.document = document
    }
}
