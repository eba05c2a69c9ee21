/// An https URL as text, or none (the empty text): up to 2,048 bytes of printable ASCII with a host.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// No address.
    public static let none = WebAddress(trusted: "")

    /// The address, or `""`.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks an address; the empty text means no address.
    public init(_ text: String) throws(InvalidValue) {
        let bytes = Array(text.utf8)
        guard bytes.isEmpty || bytes.count <= LexiLimits.url && Self.isAddress(bytes) else {
            throw InvalidValue("must be empty or an https URL of at most \(LexiLimits.url) characters")
        }
        self.text = text
    }

    private static func isAddress(_ bytes: [UInt8]) -> Bool {
        let scheme = Array("https://".utf8)
        let rest = bytes.dropFirst(scheme.count)
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        return bytes.prefix(scheme.count).map { $0 | 0x20 } == scheme.map { $0 | 0x20 } && isAuthority(authority)
            && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
    }

    /// A host, optionally with a port; a name and password before it (`user@`) are refused, since they mislead.
    private static func isAuthority(_ authority: ArraySlice<UInt8>) -> Bool {
        if authority.first == UInt8(ascii: "[") {
            let address = authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
            let rest = authority.dropFirst(address.count + 1)
            return rest.first == UInt8(ascii: "]") && isAddressOfSix(address) && isPort(rest.dropFirst())
        }
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        return isName(host) && isPort(authority.dropFirst(host.count))
    }

    /// Labels between single dots. Underscores are allowed: hosts have them, whatever their registries say (RFC 3986,
    /// section 3.2.2, calls them unreserved).
    private static func isName(_ host: ArraySlice<UInt8>) -> Bool {
        var labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // A name may end in the dot of the root.
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        return host.count <= 253
            && labels.allSatisfy { label in
                1...63 ~= label.count
                    && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            }
    }

    private static func isAddressOfSix(_ address: ArraySlice<UInt8>) -> Bool {
        address.contains(UInt8(ascii: ":"))
            && address.allSatisfy { isAlphanumeric($0) && ($0 | 0x20) <= UInt8(ascii: "f") || ":.".utf8.contains($0) }
    }

    /// Nothing, or a colon and a port; the port may be left out (RFC 3986, section 3.2.3).
    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.first == UInt8(ascii: ":") else { return bytes.isEmpty }
        let digits = bytes.dropFirst()
        guard digits.count <= 5, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return false
        }
        return digits.isEmpty || digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 65_535
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// The address, or `""`.
    public var description: String { text }
}
