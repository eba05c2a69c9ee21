/// A tag as Anki's notes have it: without spaces, for which underscores stand. An underscore of the tag itself gets a
/// backslash in front, and so does a backslash.
enum AnkiTag {
    private static let (backslash, underscore) = (UInt8(ascii: "\\"), UInt8(ascii: "_"))

    static func text(of tag: String) -> String {
        var bytes: [UInt8] = []
        for byte in tag.utf8 {
            if byte == backslash || byte == underscore { bytes.append(backslash) }
            bytes.append(byte == UInt8(ascii: " ") ? underscore : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The tags of a list, separated by spaces. A tag of underscores alone is left out.
    static func tags(of list: some StringProtocol) -> [String] {
        list.split(separator: " ").map { tag(of: $0).trimmed }.filter { !$0.isEmpty }
    }

    /// The tag; a backslash before anything else stands for itself.
    static func tag(of text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == backslash, let next = rest.first, next == backslash || next == underscore {
                bytes.append(next)
                rest.removeFirst()
            } else {
                bytes.append(byte == underscore ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
