import Digests
import DynamoModel

/// Bytes on the wire: strict Base64 with padding, with the messages of the service.
enum WireBlob {
    /// Whether a text is Base64.
    ///
    /// - Throws: `serialization`.
    static func check(_ text: String) throws(DynamoDBError) {
        let count = text.utf8.count
        guard count % 4 == 0 else {
            throw .wireType("Base64 encoded length is expected a multiple of 4 bytes but found: \(count)")
        }
        var padding = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else if !isSymbol(byte) {
                let character = byte > 0x20 && byte < 0x7f ? String(UnicodeScalar(byte)) : "0x" + Hex.encode([byte])
                throw .wireType("Invalid Base64 character: '\(character)'")
            }
        }
        // What is left of errors: padding in the middle or too much of it, and bits that belong to no byte.
        guard padding == 0 || Base64.decode(text) != nil else {
            throw .wireType("Invalid last non-pad Base64 character dectected")
        }
    }

    /// The bytes of a text.
    static func decode(_ text: String) throws(DynamoDBError) -> [UInt8] {
        if let bytes = Base64.decode(text) { return bytes }
        try check(text)
        throw .wireType("Invalid last non-pad Base64 character dectected")
    }

    private static func isSymbol(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
