import Foundation
import JSONText
import Lexi
import LexiAPI

/// One identity provider as it is configured.
struct ProviderSettings: Sendable {
    let issuer: String
    let audiences: [String]
    let source: any KeySetSource
    let requiresVerifiedEmail: Bool

    /// The provider, whose keys are not read yet.
    func provider(_ report: @escaping @Sendable (KeySetEvent) -> Void) -> IdentityProvider {
        IdentityProvider(
            rules: TokenRules(
                issuer: issuer, audiences: audiences,
                emailRule: requiresVerifiedEmail ? .onlyVerified : .unlessDenied),
            keys: ProviderKeys(source, report: report))
    }
}

extension Arguments {
    /// The identity providers of the settings, each with its own issuer; none when only the shared secret holds.
    func identityProviders() throws -> [ProviderSettings] {
        var providers = try providersInFile()
        if let text = string(Settings.oidcIssuer) {
            let issuer = try ProviderAddress(text, source: source(of: Settings.oidcIssuer))
            providers.append(
                ProviderSettings(
                    issuer: issuer.text, audiences: list(Settings.audience), source: DiscoveredKeySet(issuer: issuer),
                    requiresVerifiedEmail: true))
        }
        if let place = string(Settings.jwks) { providers.append(try provider(keysAt: place)) }
        var issuers: Set<[UInt8]> = [Array(ownIssuer.utf8)]
        for provider in providers {
            guard issuers.insert(Array(provider.issuer.utf8)).inserted else {
                throw UsageError(
                    "the issuer '\(provider.issuer)' is configured twice: one issuer has one key set or the shared secret"
                )
            }
        }
        return providers
    }

    /// The issuer of tokens with the shared secret. Next to --jwks, where --jwt-issuer names the provider, it is the
    /// default one.
    var ownIssuer: String {
        (string(Settings.jwks) == nil ? string(Settings.issuer) : Settings.issuer.fallback) ?? ""
    }

    private func provider(keysAt place: String) throws -> ProviderSettings {
        guard let issuer = string(Settings.issuer), issuer != Settings.issuer.fallback else {
            throw UsageError(
                "\(source(of: Settings.jwks)) needs --jwt-issuer, the issuer that tokens with these keys name")
        }
        return ProviderSettings(
            issuer: issuer, audiences: list(Settings.audience),
            source: try Self.keySet(place, source: source(of: Settings.jwks)), requiresVerifiedEmail: true)
    }

    private static func keySet(_ place: String, source: String) throws(UsageError) -> any KeySetSource {
        place.contains("://")
            ? KeySetAddress(address: try ProviderAddress(place, source: source)) : KeySetFile(path: place)
    }

    // MARK: Several

    private func providersInFile() throws -> [ProviderSettings] {
        guard let path = string(Settings.oidcConfig) else { return [] }
        let name = source(of: Settings.oidcConfig)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(name): cannot read '\(path)'")
        }
        guard case .array(let entries)? = try? JSONValue.parse(Array(bytes)) else {
            throw CommandFailure("\(name): '\(path)' is not a JSON list of providers")
        }
        var providers: [ProviderSettings] = []
        for (index, entry) in entries.enumerated() {
            providers.append(try Self.provider(entry, place: "\(name): '\(path)', provider \(index + 1)"))
        }
        return providers
    }

    private static let members: Set<String> = ["issuer", "audiences", "jwks", "require_verified_email"]

    private static func provider(_ entry: JSONValue, place: String) throws -> ProviderSettings {
        guard case .object(let object) = entry else { throw CommandFailure("\(place) is not an object") }
        for (name, _) in object.members where !members.contains(name) {
            throw CommandFailure("\(place): there is no member '\(name)'")
        }
        guard let issuer = object["issuer"]?.stringValue, !issuer.isEmpty else {
            throw CommandFailure("\(place): issuer is missing")
        }
        guard case .array(let names)? = object["audiences"], !names.isEmpty,
            names.allSatisfy({ $0.stringValue?.isEmpty == false })
        else { throw CommandFailure("\(place): audiences must be a list of texts that is not empty") }
        let source: any KeySetSource =
            if let keys = object["jwks"]?.stringValue {
                try keySet(keys, source: "\(place): jwks")
            } else if object["jwks"] == nil {
                DiscoveredKeySet(issuer: try ProviderAddress(issuer, source: "\(place): issuer"))
            } else {
                throw CommandFailure("\(place): jwks must be the name of a file or an address")
            }
        return ProviderSettings(
            issuer: issuer, audiences: names.compactMap(\.stringValue), source: source,
            requiresVerifiedEmail: try flag("require_verified_email", in: object, place: place) ?? true)
    }

    private static func flag(_ name: String, in object: JSONObject, place: String) throws -> Bool? {
        switch object[name] {
        case nil: return nil
        case .bool(let value)?: return value
        default: throw CommandFailure("\(place): \(name) must be true or false")
        }
    }
}

extension Log {
    /// Writes what happened to a provider's keys.
    func keySet(_ event: KeySetEvent) {
        switch event {
        case .loaded(let place, let keys, let unused):
            self.event(
                unused.isEmpty ? .info : .warning, "identity-keys", clock: .system,
                [
                    ("place", .string(place)), ("keys", .number(JSONNumber(keys))),
                    ("unused", .string(unused.joined(separator: " "))),
                ])
        case .failed(let place, let reason, let keepsKeys):
            self.event(
                .error, "identity-keys-failed", clock: .system,
                [("place", .string(place)), ("reason", .string(reason)), ("keeps_keys", .bool(keepsKeys))])
        }
    }
}
