import JSONText
import LexiAPI

/// The key set that an issuer names in its discovery document (OpenID Connect Discovery 1.0, section 4).
struct DiscoveredKeySet: KeySetSource {
    let issuer: ProviderAddress

    var place: String { "the key set of \(issuer.text)" }

    func load() async throws(KeySetFailure) -> [UInt8] {
        let half = ProviderKeys.loadSeconds / 2
        let address = try address(in: try await KeySetAddress.fetch(issuer.discoveryDocument, seconds: half))
        return try await KeySetAddress.fetch(address.text, seconds: half)
    }

    private func address(in document: [UInt8]) throws(KeySetFailure) -> ProviderAddress {
        let value = try? JSONValue.parse(document, limits: JSONLimits(maximumDepth: 16))
        guard case .object(let members)? = value, let named = members["issuer"]?.stringValue,
            let keys = members["jwks_uri"]?.stringValue
        else { throw KeySetFailure("\(issuer.discoveryDocument) does not name issuer and jwks_uri") }
        // Section 4.3: the issuer of the document must be the one that was asked for.
        guard named.utf8.elementsEqual(issuer.text.utf8) else {
            throw KeySetFailure("\(issuer.discoveryDocument) is of another issuer, '\(named)'")
        }
        do { return try ProviderAddress(keys, source: "jwks_uri of \(issuer.discoveryDocument)") } catch {
            throw KeySetFailure(error.message)
        }
    }
}
