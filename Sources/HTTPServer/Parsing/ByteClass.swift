/// Classes of bytes in HTTP messages, as bit masks: no table in memory, no bounds check.
enum ByteClass {
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09

    /// `tchar` of RFC 9110, section 5.6.2: what a method and a field name are made of.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        holds(byte, 0x03ff_6cfa_0000_0000, 0x57ff_ffff_c7ff_fffe)
    }

    /// What a host and port may hold (RFC 3986, section 3.2.2), `%` and brackets included.
    @inline(__always)
    static func isHost(_ byte: UInt8) -> Bool {
        holds(byte, 0x2fff_7ff2_0000_0000, 0x47ff_fffe_affffffe)
    }

    /// What a field value may hold: visible bytes, space, tab and bytes above ASCII (RFC 9110, section 5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == tab
    }

    /// What a request target may hold: visible ASCII; a fragment is never sent (RFC 9112, section 3.2).
    @inline(__always)
    static func isTarget(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The value of a hexadecimal digit, nil for another byte.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = lowercased(byte) &- UInt8(ascii: "a")
        return letter < 6 ? letter &+ 10 : nil
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    @inline(__always)
    private static func holds(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        guard byte < 128 else { return false }
        return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 == 1
    }
}

/// Compares bytes with a lower-case ASCII name without regard to case.
@inline(__always)
func matchesIgnoringCase(_ bytes: UnsafeBufferPointer<UInt8>, _ lowercased: StaticString) -> Bool {
    let count = lowercased.utf8CodeUnitCount
    guard bytes.count == count else { return false }
    let name = lowercased.utf8Start
    for index in 0..<count where ByteClass.lowercased(bytes[index]) != name[index] { return false }
    return true
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes without the spaces and tabs at both ends (optional white space of RFC 9110, section 5.6.3).
    var trimmed: UnsafeBufferPointer<UInt8> {
        var low = startIndex
        var high = endIndex
        while low < high, self[low] == ByteClass.space || self[low] == ByteClass.tab { low += 1 }
        while high > low, self[high - 1] == ByteClass.space || self[high - 1] == ByteClass.tab { high -= 1 }
        return UnsafeBufferPointer(rebasing: self[low..<high])
    }

    /// Calls `body` with each element of a comma-separated list, trimmed; stops early when it returns false.
    func forEachListElement(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) {
        var start = startIndex
        while start <= endIndex {
            var end = start
            while end < endIndex, self[end] != UInt8(ascii: ",") { end += 1 }
            guard body(UnsafeBufferPointer(rebasing: self[start..<end]).trimmed) else { return }
            start = end + 1
        }
    }
}
