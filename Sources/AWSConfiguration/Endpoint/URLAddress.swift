import HTTPText

/// The scheme, host and port of an `http` or `https` URL (RFC 3986, section 3).
struct URLAddress: Sendable, Equatable {
    let isSecure: Bool
    /// One of IPv6 stands here without brackets.
    let host: String
    let port: UInt16

    private static let longestHost = 253

    /// Parses a URL without user and fragment.
    ///
    /// - Parameter allowsPath: whether more than `/` may follow the host.
    /// - Throws: ``ConfigurationError`` that says what is wrong with it; never what stands in it, which may be a
    ///   password.
    init(_ text: String, allowsPath: Bool = false) throws(ConfigurationError) {
        let bytes = Array(text.utf8)
        let schemes: [(text: String, isSecure: Bool)] = [("https://", true), ("http://", false)]
        guard let scheme = schemes.first(where: { Self.begins(bytes, with: $0.text) }) else {
            throw ConfigurationError("it is not a URL that begins with https:// or http://")
        }
        isSecure = scheme.isSecure
        let rest = bytes[scheme.text.utf8.count...]
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        let path = rest[authority.endIndex...]
        guard allowsPath || path.isEmpty || path.elementsEqual("/".utf8) else {
            throw ConfigurationError("the URL must end after host and port")
        }
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw ConfigurationError("the URL must not hold a user or a password")
        }
        let parts = try Self.split(authority)
        guard Self.isHost(parts.host, isBracketed: parts.isBracketed) else {
            throw ConfigurationError("the URL has no valid host")
        }
        host = String(decoding: parts.host, as: UTF8.self).lowercased()
        guard let digits = parts.port else {
            port = scheme.isSecure ? 443 : 80
            return
        }
        guard digits.count <= 5, digits.allSatisfy(ByteClass.isDigit),
            let number = UInt16(String(decoding: digits, as: UTF8.self)), number > 0
        else { throw ConfigurationError("the URL's port is not a number from 1 to 65535") }
        port = number
    }

    private static func begins(_ bytes: [UInt8], with scheme: String) -> Bool {
        bytes.count >= scheme.utf8.count
            && zip(bytes, scheme.utf8).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 && $1 >= UInt8(ascii: "a")) }
    }

    private static func split(
        _ authority: ArraySlice<UInt8>
    ) throws(ConfigurationError) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>?, isBracketed: Bool) {
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else {
                throw ConfigurationError("the URL's host has no closing ']'")
            }
            let rest = authority[(end + 1)...]
            guard rest.isEmpty || rest.first == UInt8(ascii: ":") else {
                throw ConfigurationError("the URL has no valid host")
            }
            return (authority[(authority.startIndex + 1)..<end], rest.isEmpty ? nil : rest.dropFirst(), true)
        }
        guard let colon = authority.firstIndex(of: UInt8(ascii: ":")) else { return (authority, nil, false) }
        return (authority[..<colon], authority[(colon + 1)...], false)
    }

    private static func isHost(_ host: ArraySlice<UInt8>, isBracketed: Bool) -> Bool {
        guard !host.isEmpty, host.count <= longestHost else { return false }
        guard !isBracketed else {
            return host.contains(UInt8(ascii: ":"))
                && host.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        }
        return host.allSatisfy { isLetterOrDigit($0) || "-._".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { ByteClass.isLetter(byte) || ByteClass.isDigit(byte) }
}
