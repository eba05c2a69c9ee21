/// A name for addresses and keys: lower-case ASCII letters and digits in groups joined by single `-`, 1 to 64 long.
public struct Slug: Sendable, Hashable, CustomStringConvertible {
    /// The name.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks a name.
    public init(_ text: String) throws(InvalidValue) {
        let groups = Array(text.utf8).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isSlug =
            LexiLimits.slug.contains(text.utf8.count)
            && groups.allSatisfy { !$0.isEmpty && $0.allSatisfy(Self.isPlain) }
        guard isSlug else {
            throw InvalidValue(
                "must be 1 to \(LexiLimits.slug.upperBound) lower-case letters or digits in groups joined by -")
        }
        self.text = text
    }

    /// A name made from a title: marks dropped, everything else but letters and digits a `-`; nil when nothing is left.
    public init?(title: String) {
        var bytes: [UInt8] = []
        for scalar in title.lowercased().decomposedScalars {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            if scalar.isASCII, Self.isPlain(byte) {
                bytes.append(byte)
            } else if scalar == "đ" {
                bytes.append(UInt8(ascii: "d"))
            } else if !scalar.isMark, scalar != "'", scalar != "’", let last = bytes.last, last != UInt8(ascii: "-") {
                bytes.append(UInt8(ascii: "-"))
            }
        }
        bytes = Array(bytes.prefix(LexiLimits.slug.upperBound))
        while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// The name.
    public var description: String { text }
}

extension Unicode.Scalar {
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
