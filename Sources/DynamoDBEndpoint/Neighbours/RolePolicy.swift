/// A policy of a role, as IAM would have it.
public struct RolePolicy: Sendable, Equatable {
    /// The name of the role that the policy belongs to.
    public let roleName: String
    /// The policy's name, unique within the role.
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
