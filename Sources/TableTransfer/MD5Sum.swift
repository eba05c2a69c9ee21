import Digests

/// The MD5 of a file, as exports to S3 write it.
struct MD5Sum: Sendable, Equatable, CustomStringConvertible {
    private static let length = 16
    private let bytes: [UInt8]

    /// Reads a digest that is written in Base64, as manifests have it, or in hexadecimal digits, with blanks around it
    /// or not; nil for anything else.
    init?(_ text: [UInt8]) {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        let digits = Array(text[..<end].drop(while: isBlank))
        guard let found = Hex.decode(String(decoding: digits, as: UTF8.self)) ?? Base64.decode(digits),
            found.count == Self.length
        else { return nil }
        bytes = found
    }

    /// The digest of a file's bytes.
    init(ofFile path: String) throws(TransferError) {
        let input = try FileInput(path)
        var digest = MD5()
        while case let piece = input.next(), !piece.isEmpty {
            guard !Task.isCancelled else { throw .stopped }
            digest.update(piece)
        }
        if let failure = input.failure { throw .file(path: path, reason: failure) }
        bytes = digest.finalize()
    }

    /// The digest in Base64.
    var description: String { Base64.encode(bytes) }
}
