/// An identity provider whose tokens are accepted.
public struct IdentityProvider: Sendable {
    /// What its tokens must say.
    public let rules: TokenRules
    /// The keys that it signs with.
    public let keys: ProviderKeys

    /// Pairs the rules with the keys; fetches no key.
    public init(rules: TokenRules, keys: ProviderKeys) {
        self.rules = rules
        self.keys = keys
    }
}
