/// An account of which nothing is left that its items led to.
public struct ErasedAccount: Sendable, Equatable {
    /// A guard that an account has, under a key that only the user's item names.
    public enum Guard: String, Sendable, CaseIterable {
        /// That of the e-mail address.
        case address
        /// The item that ties the issuer and subject to one user.
        case identity
    }

    /// The guards whose keys the damaged or missing item of the user no longer named, so that they are left. Such a
    /// guard goes when somebody registers with its address or identity, and that of an address also by an erasure that
    /// is given the address.
    public let unknown: [Guard]
}
