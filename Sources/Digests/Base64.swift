/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
///
/// Decoding is strict: one text for each byte string. No white space, no missing or superfluous padding, and the bits
/// that do not belong to a byte are zero.
public enum Base64 {
    /// The Base64 text of some bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { encode($0) }
    }

    /// The Base64 text of some bytes.
    public static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
        Base64Codec.encode(bytes, standardAlphabet, padded: true)
    }

    /// The bytes of a Base64 text, or nil when it is not one.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of a Base64 text given as ASCII, or nil when it is not one.
    public static func decode(_ text: [UInt8]) -> [UInt8]? {
        text.withUnsafeBytes { decode($0) }
    }

    /// The bytes of a Base64 text given as ASCII, or nil when it is not one.
    public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var count = text.count
        for _ in 0..<2 where count > 0 && text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        return Base64Codec.decode(UnsafeRawBufferPointer(rebasing: text[..<count]), standardValues)
    }
}

/// Base64 with the alphabet that is safe in URLs and file names, without padding (RFC 4648, section 5; RFC 7515,
/// section 2): the form of tokens and cursors.
///
/// Decoding is strict: no padding, no white space, and the bits that do not belong to a byte are zero, so that a signed
/// text has no second spelling.
public enum Base64URL {
    /// The Base64url text of some bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { encode($0) }
    }

    /// The Base64url text of some bytes.
    public static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
        Base64Codec.encode(bytes, urlAlphabet, padded: false)
    }

    /// The bytes of a Base64url text, or nil when it is not one.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of a Base64url text given as ASCII, or nil when it is not one.
    public static func decode(_ text: [UInt8]) -> [UInt8]? {
        text.withUnsafeBytes { decode($0) }
    }

    /// The bytes of a Base64url text given as ASCII, or nil when it is not one.
    public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        Base64Codec.decode(text, urlValues)
    }
}

/// What both alphabets have in common.
private enum Base64Codec {
    static func encode(_ bytes: UnsafeRawBufferPointer, _ alphabet: [UInt8], padded: Bool) -> String {
        let tail = bytes.count % 3
        let unpadded = bytes.count / 3 * 4 + (tail == 0 ? 0 : tail + 1)
        let length = padded ? (bytes.count + 2) / 3 * 4 : unpadded
        return alphabet.withUnsafeBufferPointer { alphabet in
            String(unsafeUninitializedCapacity: length) { output in
                var (input, position) = (0, 0)
                while input < bytes.count {
                    let group = threeBytes(bytes, input)
                    let symbols = min(4, unpadded - position)
                    for symbol in 0..<symbols {
                        output[position &+ symbol] = alphabet[Int(group &>> UInt32(18 &- 6 &* symbol)) & 63]
                    }
                    input &+= 3
                    position &+= symbols
                }
                for index in position..<length { output[index] = UInt8(ascii: "=") }
                return length
            }
        }
    }

    /// Decodes a text whose padding has been taken off.
    static func decode(_ text: UnsafeRawBufferPointer, _ values: [UInt8]) -> [UInt8]? {
        let tail = text.count % 4
        guard tail != 1 else { return nil }
        let length = text.count / 4 * 3 + (tail == 0 ? 0 : tail - 1)
        var isValid = true
        let bytes = values.withUnsafeBufferPointer { values in
            [UInt8](unsafeUninitializedCapacity: length) { output, count in
                isValid = fill(output, from: text, values)
                count = isValid ? length : 0
            }
        }
        return isValid ? bytes : nil
    }

    private static func fill(
        _ output: UnsafeMutableBufferPointer<UInt8>, from text: UnsafeRawBufferPointer,
        _ values: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var (input, position) = (0, 0)
        var seen: UInt8 = 0
        while input &+ 4 <= text.count {
            var group: UInt32 = 0
            for index in input..<(input &+ 4) {
                let value = values[Int(text[index])]
                seen |= value
                group = group &<< 6 | UInt32(value & 63)
            }
            output[position] = UInt8(truncatingIfNeeded: group &>> 16)
            output[position &+ 1] = UInt8(truncatingIfNeeded: group &>> 8)
            output[position &+ 2] = UInt8(truncatingIfNeeded: group)
            input &+= 4
            position &+= 3
        }
        guard input < text.count else { return seen < 64 }
        // Two symbols hold one byte and 4 spare bits, three hold two bytes and 2 spare bits; the spare ones must be
        // zero.
        var group: UInt32 = 0
        for index in input..<text.count {
            let value = values[Int(text[index])]
            seen |= value
            group = group &<< 6 | UInt32(value & 63)
        }
        let isTwo = text.count &- input == 2
        let spare: UInt32 = isTwo ? 0xf : 0x3
        guard seen < 64, group & spare == 0 else { return false }
        output[position] = UInt8(truncatingIfNeeded: isTwo ? group &>> 4 : group &>> 10)
        if !isTwo { output[position &+ 1] = UInt8(truncatingIfNeeded: group &>> 2) }
        return true
    }

    /// The three bytes from `offset` on, with zeros after the end.
    @inline(__always)
    private static func threeBytes(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
        var group = UInt32(bytes[offset]) &<< 16
        if offset &+ 1 < bytes.count { group |= UInt32(bytes[offset &+ 1]) &<< 8 }
        if offset &+ 2 < bytes.count { group |= UInt32(bytes[offset &+ 2]) }
        return group
    }
}

private let standardAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
private let urlAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
private let standardValues = values(of: standardAlphabet)
private let urlValues = values(of: urlAlphabet)

/// The value of each byte as a symbol; 0xff marks a byte that is not a symbol.
private func values(of alphabet: [UInt8]) -> [UInt8] {
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, symbol) in alphabet.enumerated() { values[Int(symbol)] = UInt8(value) }
    return values
}
