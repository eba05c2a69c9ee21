/// Percent-escapes on bytes (RFC 3986, section 2.1).
public enum PercentEncoding {
    /// The bytes with their escapes undone; nil when an escape is malformed. The result may be any bytes, NUL and `/`
    /// included.
    /// - Parameter plusIsSpace: whether `+` means a space, as in query strings made by forms.
    public static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard let value = escape(bytes, at: index) else { return nil }
                decoded.append(value)
                index += 3
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? ByteClass.space : byte)
                index += 1
            }
        }
        return decoded
    }

    /// The bytes with those escapes undone that are well formed; others stay as they are.
    public static func decodeWellFormed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let value = bytes[index] == UInt8(ascii: "%") ? escape(bytes, at: index) : nil
            decoded.append(value ?? bytes[index])
            index += value == nil ? 1 : 3
        }
        return decoded
    }

    /// Appends bytes with all of them escaped but the unreserved ones (section 2.3), with digits in upper case.
    public static func append(_ bytes: some Sequence<UInt8>, to result: inout [UInt8]) {
        for byte in bytes {
            if ByteClass.isUnreserved(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 0xf)]
            }
        }
    }

    /// The byte of the escape that begins at an index; nil when it is malformed.
    private static func escape(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        guard index + 2 < bytes.endIndex, let high = ByteClass.hexValue(bytes[index + 1]),
            let low = ByteClass.hexValue(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + (value - 10)
    }
}
