import Digests

/// The MD5 of a file, as exports to S3 write it.
package struct MD5Sum: Sendable, Equatable, CustomStringConvertible {
    private static let length = 16
    private let bytes: [UInt8]

    /// Reads a digest that is written in Base64, as manifests have it, or in hexadecimal digits, with blanks around it
    /// or not; nil for anything else.
    package init?(_ text: [UInt8]) {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        let digits = Array(text[..<end].drop(while: isBlank))
        guard let found = Hex.decode(String(decoding: digits, as: UTF8.self)) ?? Base64.decode(digits),
            found.count == Self.length
        else { return nil }
        bytes = found
    }

    /// A digest that was computed.
    package init(digest: [UInt8]) { bytes = digest }

    /// The digest in hexadecimal digits.
    package var hex: String { Hex.encode(bytes) }

    /// The digest in Base64.
    package var description: String { Base64.encode(bytes) }
}
