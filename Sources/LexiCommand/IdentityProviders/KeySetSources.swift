import BoundedFetch
import Foundation
import JSONText
import LexiAPI
import PublicKeys

/// A key set in a file, which may be replaced while the service runs.
struct KeySetFile: KeySetSource {
    let path: String

    var place: String { "'\(path)'" }

    func load() async throws(KeySetFailure) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw KeySetFailure("cannot read '\(path)'") }
        do {
            return Array(try file.read(upToCount: JSONWebKeySet.maximumByteCount + 1) ?? Data())
        } catch {
            throw KeySetFailure("cannot read '\(path)': \(error.localizedDescription)")
        }
    }
}

/// A key set at an address.
struct KeySetAddress: KeySetSource {
    let address: ProviderAddress

    var place: String { address.text }

    func load() async throws(KeySetFailure) -> [UInt8] {
        try await Self.fetch(address.text, seconds: ProviderKeys.loadSeconds)
    }

    static func fetch(_ url: String, seconds: Double) async throws(KeySetFailure) -> [UInt8] {
        let request = FetchRequest(
            url: url, fields: ["Accept": "application/json"], seconds: seconds,
            byteLimit: JSONWebKeySet.maximumByteCount)
        let answer: FetchAnswer
        do throws(FetchFailure) { answer = try await Fetcher.shared.send(request) } catch {
            throw KeySetFailure("\(url) cannot be read: \(error.detail)")
        }
        guard answer.status == 200 else { throw KeySetFailure("\(url) answers with status \(answer.status)") }
        return answer.body
    }
}

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
