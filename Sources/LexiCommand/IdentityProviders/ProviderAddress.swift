import AWSSignatures
import Foundation
import HTTPText

/// An address of an identity provider: https, or plain HTTP on a loopback address, where nobody can change what is
/// read.
struct ProviderAddress: Sendable, Equatable {
    let text: String

    /// - Throws: ``UsageError``, which names the setting.
    init(_ text: String, source: String) throws(UsageError) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.fragment == nil, Self.isPrivate(parts.scheme, host)
        else {
            throw UsageError("\(source): '\(text)' is not an https address (plain http is for loopback addresses only)")
        }
        self.text = text
    }

    private static func isPrivate(_ scheme: String?, _ host: String) -> Bool {
        switch scheme {
        case "https"?: true
        case "http"?: LoopbackHost.contains(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
        default: false
        }
    }

    /// The provider's document of OpenID Connect Discovery 1.0 (section 4.1).
    var discoveryDocument: String {
        (text.hasSuffix("/") ? String(text.dropLast()) : text) + "/.well-known/openid-configuration"
    }
}
