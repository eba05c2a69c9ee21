/// Finding, in eight bytes at once, those that cannot stand for themselves in a JSON string
/// (S. E. Anderson, "Bit Twiddling Hacks": "determine if a word has a byte less than n", "… equal to n").
@usableFromInline
enum JSONBytes {
    /// The highest bit of each byte.
    @usableFromInline static var high: UInt64 { @inline(__always) get { 0x8080_8080_8080_8080 } }

    /// Marks, with its highest bit, the first byte of a little-endian word that is a control character, a quote or a
    /// backslash. Marks above the first one may be wrong; no mark means that there is none.
    @inlinable @inline(__always)
    static func special(_ word: UInt64) -> UInt64 {
        let control = (word &- 0x2020_2020_2020_2020) & ~word
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
        let ones: UInt64 = 0x0101_0101_0101_0101
        return (control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & 0x8080_8080_8080_8080
    }

    /// Whether a byte stands for itself in a string and is a whole character.
    @inlinable @inline(__always)
    static func isPlainASCII(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5c
    }

    /// How many bytes from `base` on need no escape.
    @inlinable
    static func cleanLength(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var index = 0
        while index &+ 8 <= count {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let marks = special(UInt64(littleEndian: word))
            guard marks == 0 else { return index &+ marks.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < count {
            let byte = base[index]
            guard byte >= 0x20, byte != 0x22, byte != 0x5c else { return index }
            index &+= 1
        }
        return count
    }
}
