import DynamoModel

/// An e-mail address in its normal form: composed (NFC) and in lower case, whole. Addresses are equal when it is.
///
/// Accepted is what mail providers accept: one @, a local part without spaces, quotes or brackets, and a domain of at
/// least two labels. The address is not proved to exist.
public struct EmailAddress: Sendable, Hashable {
    /// The normal form.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks an address and brings it into its normal form.
    public init(_ text: String) throws(InvalidValue) {
        guard text.utf8.count <= LexiLimits.emailBytes else {
            throw InvalidValue("must have at most \(LexiLimits.emailBytes) bytes")
        }
        let normal = text.composedLowercase
        let parts = Array(normal.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard normal.utf8.count <= LexiLimits.emailBytes, parts.count == 2,
            Self.isLocalPart(parts[0]), Self.isDomain(parts[1]), Self.hasNoOddScalars(normal)
        else { throw InvalidValue("must be an e-mail address") }
        self.text = normal
    }

    /// What stands before the @.
    public var localPart: String {
        String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "@") }, as: UTF8.self)
    }

    /// The first two characters: the partition of the directory in which the address is listed.
    public var directory: String { Self.directory(of: text) ?? text }

    /// The directory partition of the addresses that begin so; nil when it has fewer than two characters.
    static func directory(of prefix: String) -> String? {
        let scalars = prefix.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 2, limitedBy: scalars.endIndex) else { return nil }
        return String(scalars[..<end])
    }

    private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= LexiLimits.emailLocalBytes, bytes.first != UInt8(ascii: "."),
            bytes.last != UInt8(ascii: ".")
        else { return false }
        return bytes.allSatisfy { byte in
            // RFC 5321's atoms and dots, and anything beyond ASCII (RFC 6531).
            byte > 0x20 && byte != 0x7F && !"\"(),:;<>[\\]@".utf8.contains(byte)
        }
    }

    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2 else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.count <= 63 && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { byte in
                    byte >= 0x80 || byte == UInt8(ascii: "-")
                        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                }
        }
    }

    private static func hasNoOddScalars(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.isASCII { return true }
            if scalar.isHidden { return false }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
                .paragraphSeparator:
                return false
            default: return true
            }
        }
    }

    /// Whether both have the same bytes.
    public static func == (left: EmailAddress, right: EmailAddress) -> Bool { left.text.hasSameBytes(as: right.text) }
}
