/// Splits a text into words as a shell does: what is quoted stays together (Python's `shlex.split`, by which botocore
/// reads the names of sections and `credential_process`).
enum ShellWords {
    /// The words; nil when a quotation does not end.
    static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: [UInt8]?
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: " "), 0x09, 0x0a, 0x0d:
                if let bytes = word { words.append(String(decoding: bytes, as: UTF8.self)) }
                word = nil
            case UInt8(ascii: "'"):
                guard let end = rest.firstIndex(of: byte) else { return nil }
                word = (word ?? []) + rest[..<end]
                rest = rest[(end + 1)...]
            case UInt8(ascii: "\""):
                guard let quoted = quotation(&rest) else { return nil }
                word = (word ?? []) + quoted
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? []) + [next]
            default: word = (word ?? []) + [byte]
            }
        }
        if let bytes = word { words.append(String(decoding: bytes, as: UTF8.self)) }
        return words
    }

    /// What stands before the closing `"`; a backslash counts only before `"` and itself.
    private static func quotation(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return bytes }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let next = rest.popFirst() else { return nil }
            if next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") { bytes.append(byte) }
            bytes.append(next)
        }
        return nil
    }
}
