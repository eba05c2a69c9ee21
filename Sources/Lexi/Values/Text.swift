/// Checks of free texts. They are stored as they come: neither trimmed nor normalised.
enum Text {
    /// A text of one line whose length in code points lies in the range.
    static func line(_ text: String, _ length: ClosedRange<Int>) throws(InvalidValue) -> String {
        try checked(text, length) { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// A text that may have several lines, whose length in code points lies in the range.
    static func lines(_ text: String, _ length: ClosedRange<Int>) throws(InvalidValue) -> String {
        try checked(text, length) {
            $0.value >= 0x20 && $0.value != 0x7F || $0.value == 0x0A || $0.value == 0x0D || $0.value == 0x09
        }
    }

    private static func checked(
        _ text: String, _ length: ClosedRange<Int>, isAllowed: (Unicode.Scalar) -> Bool
    ) throws(InvalidValue) -> String {
        let count = text.unicodeScalars.count
        guard length.contains(count) else { throw lengthError(length) }
        guard text.unicodeScalars.allSatisfy(isAllowed) else {
            throw InvalidValue("must not contain control characters")
        }
        return text
    }

    static func lengthError(_ length: ClosedRange<Int>) -> InvalidValue {
        length.lowerBound == 0
            ? InvalidValue("must have at most \(length.upperBound) characters")
            : InvalidValue("must have \(length.lowerBound) to \(length.upperBound) characters")
    }
}
