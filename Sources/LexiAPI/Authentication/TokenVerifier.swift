/// Verifies access tokens.
public protocol TokenVerifier: Sendable {
    /// Counts the changes of the keys: a token that was verified under another number is verified again.
    var keyGeneration: Int { get }

    /// Returns what the token says, when it is genuine and valid at `now` (seconds since 1970).
    ///
    /// It may wait for an identity provider's keys, at most ``ProviderKeys/loadSeconds`` long.
    /// - Throws: ``TokenError``, of which ``TokenError/keysUnavailable`` says nothing about the token.
    func verify(_ token: [UInt8], now: Int) async throws(TokenError) -> AccessToken
}
