/// One place where credentials can come from.
protocol Provider: Sendable {
    /// What it is called in messages.
    var place: String { get }
    /// Whether credentials that have expired are used on while there are no newer ones.
    ///
    /// An instance's role is: its service may give expired ones when it is in trouble, and AWS takes them then.
    var outlivesExpiry: Bool { get }

    /// Gets credentials; nil when none are configured here, so that the next place is asked.
    ///
    /// - Throws: ``CredentialsError`` when some are configured here but cannot be had.
    func credentials() async throws(CredentialsError) -> TemporaryCredentials?
}

extension Provider {
    var outlivesExpiry: Bool { false }
}
