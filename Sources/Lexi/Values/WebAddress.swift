import Glibc

/// An https URL of RFC 3986 as text, or none (the empty text): up to 2,048 bytes of ASCII with a host. Values that are
/// stored already are taken as they are: programs before this one let brackets and lone percent signs pass.
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
            && isPathWithQuery(rest.dropFirst(authority.count))
    }

    /// A path, a query and a fragment, each of which can be left out (RFC 3986, sections 3.3 to 3.5).
    private static func isPathWithQuery(_ bytes: ArraySlice<UInt8>) -> Bool {
        var fragments = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "%"):
                guard bytes[(index + 1)...].prefix(2).count(where: isHexadecimal) == 2 else { return false }
                index += 2
            case UInt8(ascii: "#"): fragments += 1
            case let byte where isAlphanumeric(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte): break
            default: return false
            }
            index += 1
        }
        return fragments < 2
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

    /// An address of IPv6: groups of hexadecimal digits, of which `::` stands for one or more of zeros; the last two
    /// may be written as an address of IPv4 (RFC 3986, section 3.2.2).
    private static func isAddressOfSix(_ address: ArraySlice<UInt8>) -> Bool {
        guard address.allSatisfy({ isHexadecimal($0) || ":.".utf8.contains($0) }) else { return false }
        var binary = in6_addr()
        return String(decoding: address, as: UTF8.self).withCString { inet_pton(AF_INET6, $0, &binary) } == 1
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

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// The address, or `""`.
    public var description: String { text }
}
