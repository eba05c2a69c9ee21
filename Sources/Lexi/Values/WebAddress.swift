/// An https URL as text, or none (the empty text): up to 2,048 bytes of printable ASCII with a host.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// No address.
    public static let none = WebAddress(trusted: "")

    /// The address, or `""`.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks an address; the empty text is none.
    public init(_ text: String) throws(InvalidValue) {
        let scheme = "https://"
        let bytes = Array(text.utf8)
        let rest = bytes.dropFirst(scheme.utf8.count)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let isAddress =
            bytes.count <= LexiLimits.url
            && bytes.prefix(scheme.utf8.count).map({ $0 | 0x20 }) == scheme.utf8.map({ $0 | 0x20 })
            && Self.isHost(authority)
            && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
        guard bytes.isEmpty || isAddress else {
            throw InvalidValue("must be empty or an https URL of at most \(LexiLimits.url) characters")
        }
        self.text = text
    }

    /// A host, optionally with a port; a name and password before it (`user@`) are refused, since they mislead.
    private static func isHost(_ authority: ArraySlice<UInt8>) -> Bool {
        guard let first = authority.first, first != UInt8(ascii: ":"), first != UInt8(ascii: ".") else { return false }
        return authority.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "-.:[]".utf8.contains(byte)
        }
    }

    /// The address, or `""`.
    public var description: String { text }
}
