/// A pattern of the model, as it stands there. Each is one set of characters, mostly once or more.
enum TextPattern: String, Sendable {
    case names = "[a-zA-Z0-9_.-]+"
    case bucket = #"^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$"#
    case token = #"^[^\$]+$"#
    case account = "[0-9]{12}"
    case delimiter = #"[,;:|\t ]"#
    case header = #"[\x20-\x21\x23-\x2B\x2D-\x7E]*"#

    /// As messages show it.
    var text: String { rawValue }

    /// Whether a text is of the pattern.
    func matches(_ value: String) -> Bool {
        let bytes = value.utf8
        switch self {
        case .names: return !bytes.isEmpty && bytes.allSatisfy(Self.isOfNames)
        case .bucket:
            guard bytes.count >= 2, let first = bytes.first, let last = bytes.last else { return false }
            return Self.isAlphanumeric(first) && Self.isAlphanumeric(last) && bytes.allSatisfy(Self.isOfNames)
        case .token: return !bytes.isEmpty && !bytes.contains(UInt8(ascii: "$"))
        case .account: return bytes.count == 12 && bytes.allSatisfy(Self.isDigit)
        case .delimiter: return bytes.count == 1 && bytes.allSatisfy(",;:|\t ".utf8.contains)
        case .header:
            return bytes.allSatisfy {
                (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",")
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isOfNames(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "_.-".utf8.contains(byte) }
}
