import TestSupport
import Testing

/// `lexi serve` next to an identity provider: real tokens of PyJWT and Authlib as Amazon Cognito issues them, keys that
/// rotate, outages.
struct IdentityProviderTests {
    @Test func tokensOfAProvider() async throws {
        let result = try await ClientScript.run("identity_provider.py")
        #expect(result.status == 0, "\(result.output)")
    }
}
