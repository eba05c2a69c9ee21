import HTTPText

/// Media types, as far as this service distinguishes them.
enum MediaType {
    /// Whether the one `Content-Type` names JSON in UTF-8.
    static func isJSON(_ fields: [ArraySlice<UInt8>], allowingMergePatch: Bool) -> Bool {
        guard fields.count == 1, let field = fields.first else { return false }
        // The spelling of nearly every client, before anything is split.
        if field.elementsEqual("application/json".utf8) { return true }
        let pieces = field.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(lowercasedTrimmed)
        guard let type = pieces.first else { return false }
        let isKnown =
            type.elementsEqual("application/json".utf8)
            || (allowingMergePatch && type.elementsEqual("application/merge-patch+json".utf8))
        return isKnown && pieces.dropFirst().allSatisfy(isHarmless)
    }

    /// Which of these types the one `Content-Type` names; texts only in UTF-8.
    static func other(_ fields: [ArraySlice<UInt8>], of types: [String]) -> String? {
        guard !types.isEmpty, fields.count == 1, let field = fields.first else { return nil }
        let pieces = field.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(lowercasedTrimmed)
        // Of other texts the byte order mark says whether they are in UTF-16.
        guard let name = pieces.first, pieces.dropFirst().allSatisfy({ isHarmless($0) || isUTF16($0) }) else {
            return nil
        }
        return types.first { name.elementsEqual($0.utf8) }
    }

    /// A parameter other than `charset`, or the charset UTF-8.
    private static func isHarmless(_ parameter: [UInt8]) -> Bool {
        guard parameter.starts(with: "charset".utf8) else { return true }
        return parameter.elementsEqual("charset=utf-8".utf8) || parameter.elementsEqual("charset=\"utf-8\"".utf8)
    }

    private static func isUTF16(_ parameter: [UInt8]) -> Bool {
        ["charset=utf-16", "charset=utf-16le", "charset=utf-16be"].contains { parameter.elementsEqual($0.utf8) }
    }

    /// A token without white space around it, in lower case.
    static func lowercasedTrimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.trimmed.map(ByteClass.lowercased)
    }
}
