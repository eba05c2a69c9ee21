import HTTPText

/// The one call of IAM that is answered: `GetRolePolicy`.
struct RolePolicies: Sendable {
    let policies: [RolePolicy]

    /// Carries out an operation.
    ///
    /// - Throws: ``NeighbourError``, in the service's words.
    func answer(_ operation: String, _ members: NeighbourMembers) throws(NeighbourError) -> Reply {
        guard operation == "GetRolePolicy" else {
            throw NeighbourError(
                code: "AccessDenied", message: "The operation iam:\(operation) is not answered here.", status: 403)
        }
        let (role, name) = (try members.required("RoleName"), try members.required("PolicyName"))
        let ofRole = policies.filter { $0.roleName == role }
        guard !ofRole.isEmpty else { throw Self.missing("The role with name \(role) cannot be found.") }
        guard let policy = ofRole.first(where: { $0.policyName == name }) else {
            throw Self.missing("The role policy with name \(name) cannot be found.")
        }
        return .members([
            (name: "RoleName", value: .text(role)), (name: "PolicyName", value: .text(name)),
            // Documents are percent-encoded (API reference, GetRolePolicy).
            (name: "PolicyDocument", value: .text(Self.escaped(policy.document))),
        ])
    }

    private static func escaped(_ text: String) -> String {
        var escaped: [UInt8] = []
        PercentEncoding.append(text.utf8, to: &escaped)
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func missing(_ message: String) -> NeighbourError {
        NeighbourError(code: "NoSuchEntity", message: message, status: 404)
    }
}
