/// The encodings of text files: UTF-8, with or without a byte order mark, and UTF-16 with one.
enum TextEncodingForms {
    /// The bytes in UTF-8 without a mark. What is not well-formed in UTF-8 is left as it is, for the row to be refused.
    ///
    /// - Throws: `malformed` when a UTF-16 file is cut within a character.
    static func utf8(_ bytes: [UInt8]) throws(CardFormatError) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes, isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes, isBigEndian: true) }
        return bytes
    }

    private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) throws(CardFormatError) -> [UInt8] {
        guard bytes.count % 2 == 0 else { throw .malformed("the UTF-16 text ends within a character") }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 2
        func unit(_ index: Int) -> UInt32 {
            let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        while index < bytes.count {
            var value = unit(index)
            index += 2
            if value & 0xFC00 == 0xD800, index < bytes.count, unit(index) & 0xFC00 == 0xDC00 {
                value = 0x10000 + (value & 0x3FF) << 10 + unit(index) & 0x3FF
                index += 2
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw .malformed("the UTF-16 text has half a surrogate pair")
            }
            result += UTF8.encode(scalar).map(Array.init) ?? []
        }
        return result
    }
}
