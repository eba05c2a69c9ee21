/// Classes of bytes in HTTP messages, as bit masks: no table in memory, no bounds check.
public enum ByteClass {
    /// CR.
    public static let carriageReturn: UInt8 = 0x0D
    /// LF.
    public static let lineFeed: UInt8 = 0x0A
    /// SP, the only separator within a request line.
    public static let space: UInt8 = 0x20
    /// A horizontal tab.
    public static let tab: UInt8 = 0x09

    /// `tchar` of RFC 9110, section 5.6.2: what a method and a field name are made of.
    @inlinable @inline(__always)
    public static func isToken(_ byte: UInt8) -> Bool {
        holds(byte, 0x03ff_6cfa_0000_0000, 0x57ff_ffff_c7ff_fffe)
    }

    /// What a host and port may hold (RFC 3986, section 3.2.2), `%` and brackets included.
    @inlinable @inline(__always)
    public static func isHost(_ byte: UInt8) -> Bool {
        holds(byte, 0x2fff_7ff2_0000_0000, 0x47ff_fffe_affffffe)
    }

    /// `unreserved` of RFC 3986, section 2.3: what never needs an escape.
    @inlinable @inline(__always)
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        holds(byte, 0x03ff_6000_0000_0000, 0x47ff_fffe_87ff_fffe)
    }

    /// What a field value may hold: visible bytes, space, tab and bytes above ASCII (RFC 9110, section 5.5).
    @inlinable @inline(__always)
    public static func isFieldValue(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == tab
    }

    /// What a request target may hold: visible ASCII; a fragment is never sent (RFC 9112, section 3.2).
    @inlinable @inline(__always)
    public static func isTarget(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
    }

    /// A space or a tab, the optional white space of RFC 9110, section 5.6.3.
    @inlinable @inline(__always)
    public static func isSpace(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// A decimal digit.
    @inlinable @inline(__always)
    public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// A letter of ASCII.
    @inlinable @inline(__always)
    public static func isLetter(_ byte: UInt8) -> Bool { lowercased(byte) &- UInt8(ascii: "a") < 26 }

    /// The value of a hexadecimal digit, nil for another byte.
    @inlinable @inline(__always)
    public static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = lowercased(byte) &- UInt8(ascii: "a")
        return letter < 6 ? letter &+ 10 : nil
    }

    /// The byte, a letter of ASCII in lower case.
    @inlinable @inline(__always)
    public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    /// Whether the bit of a byte is set in one of two masks: that of the first 64 bytes, and that of the others of
    /// ASCII.
    @inlinable @inline(__always)
    static func holds(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        guard byte < 128 else { return false }
        return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 == 1
    }
}
