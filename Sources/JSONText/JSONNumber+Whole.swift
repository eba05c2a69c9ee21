extension JSONNumber {
    /// The exact value when the number has no fractional part and fits, in whatever spelling: `80`, `80.0`, `8e1`,
    /// `-0`.
    ///
    /// JSON Schema calls such a number an integer (draft 2020-12, core, section 4.2.3), and languages whose numbers are
    /// all binary write integers so. Costs no more than the length of the spelling.
    public var wholeInt: Int? {
        if let int { return int }
        var spelling = Spelling(text)
        guard spelling.removeTrailingZeros() else { return 0 }
        // Int has 19 digits: what is longer does not fit, so that no exponent makes the text grow.
        guard spelling.power >= 0, spelling.digits.count + spelling.power <= 19 else { return nil }
        let zeros = String(repeating: "0", count: spelling.power)
        return Int((spelling.isNegative ? "-" : "") + String(decoding: spelling.digits, as: UTF8.self) + zeros)
    }

    /// A number as digits times a power of ten.
    private struct Spelling {
        var isNegative = false
        /// Without leading zeros; empty for zero.
        var digits: [UInt8] = []
        /// Clamped to what no number of a JSON text can make up for.
        var power = 0

        init(_ text: String) {
            var bytes = text.utf8[...]
            if bytes.first == UInt8(ascii: "-") {
                isNegative = true
                bytes = bytes.dropFirst()
            }
            let mantissa = bytes.prefix { $0 | 0x20 != UInt8(ascii: "e") }
            let exponent = bytes.dropFirst(mantissa.count + 1)
            let fraction = mantissa.drop { $0 != UInt8(ascii: ".") }.dropFirst()
            digits = mantissa.filter { $0 != UInt8(ascii: ".") }
            digits.removeFirst(digits.prefix { $0 == UInt8(ascii: "0") }.count)
            power = Self.clamped(exponent) - fraction.count
        }

        private static func clamped(_ exponent: Substring.UTF8View) -> Int {
            guard !exponent.isEmpty else { return 0 }
            let text = String(Substring(exponent))
            return Int(text).map { max(-1 << 40, min($0, 1 << 40)) } ?? (text.hasPrefix("-") ? -1 << 40 : 1 << 40)
        }

        /// Moves zeros at the end into the power; false when the number is zero.
        mutating func removeTrailingZeros() -> Bool {
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                power += 1
            }
            return !digits.isEmpty
        }
    }
}

extension JSONValue {
    /// The integer, when the value is a number without a fractional part that fits (`JSONNumber.wholeInt`).
    public var wholeIntValue: Int? {
        if case .number(let value) = self { value.wholeInt } else { nil }
    }
}
