/// The encoding of key components: bytes, injective, and without a way out of a prefix.
///
/// `#` separates components and `%` escapes, so that both, and control characters, are written as `%` and two
/// hexadecimal digits. Everything else stays as it is: encoded components sort, and begin, as the components do.
enum KeyEncoding {
    /// A component as it stands in a key.
    static func component(_ text: String) -> String {
        guard text.utf8.contains(where: mustBeEscaped) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if mustBeEscaped(byte) {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text that ``component(_:)`` made into a component; nil when it cannot have made it.
    static func text(ofComponent component: String) -> String? {
        var bytes: [UInt8] = []
        var rest = component.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digits.firstIndex),
                let low = rest.popFirst().flatMap(digits.firstIndex)
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        guard let text = String(validating: bytes, as: UTF8.self),
            Self.component(text).utf8.elementsEqual(component.utf8)
        else { return nil }
        return text
    }

    /// A number with leading zeros, so that texts sort as the numbers do.
    static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%")
    }
}
