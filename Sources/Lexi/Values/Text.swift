/// Checks of free texts. They are stored as they come: neither trimmed nor normalised.
enum Text {
    /// A text of one line whose length in code points lies in the range.
    static func line(_ text: String, _ length: ClosedRange<Int>) throws(InvalidValue) -> String {
        try checked(text, length) { !$0.isControl && !$0.endsLine }
    }

    /// A text that may have several lines, whose length in code points lies in the range.
    static func lines(_ text: String, _ length: ClosedRange<Int>) throws(InvalidValue) -> String {
        try checked(text, length) { !$0.isControl || $0.value == 0x0A || $0.value == 0x0D || $0.value == 0x09 }
    }

    /// What somebody or something is called: a line that shows something, and that neither hides a part of itself nor
    /// turns what stands around it, so that no name can be mistaken for another.
    static func name(_ text: String, _ length: ClosedRange<Int>) throws(InvalidValue) -> String {
        let text = try line(text, length)
        try refuseHidden(text)
        guard text.unicodeScalars.contains(where: { !$0.isBlank }) else { throw InvalidValue("must not be blank") }
        return text
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

    /// Refuses characters that are not drawn or that change the direction of text. Joiners and variation selectors stay
    /// between and after what they join: emoji and several scripts are made with them.
    private static func refuseHidden(_ text: String) throws(InvalidValue) {
        guard !text.isASCII else { return }
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() where scalar.isHidden || scalar.changesDirection {
            let before = index > 0 ? scalars[index - 1] : " "
            let after = index + 1 < scalars.count ? scalars[index + 1] : " "
            guard scalar.belongs(after: before, before: after) else { throw hidden(scalar) }
        }
    }

    /// Why a character cannot stand in a name or word.
    static func hidden(_ scalar: Unicode.Scalar) -> InvalidValue {
        scalar.changesDirection
            ? InvalidValue("must not contain characters that change the direction of text")
            : InvalidValue("must not contain characters that cannot be seen")
    }

    static func lengthError(_ length: ClosedRange<Int>) -> InvalidValue {
        length.lowerBound == 0
            ? InvalidValue("must have at most \(length.upperBound) characters")
            : InvalidValue("must have \(length.lowerBound) to \(length.upperBound) characters")
    }
}
