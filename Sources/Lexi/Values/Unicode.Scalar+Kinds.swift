/// The one rule of what characters do where a text is shown.
extension Unicode.Scalar {
    /// A control character of C0 or C1, or DEL: terminals and old programs act on it.
    var isControl: Bool { value < 0x20 || 0x7F...0x9F ~= value }

    /// A separator of lines or paragraphs.
    var endsLine: Bool { value == 0x2028 || value == 0x2029 }

    /// Whether it changes the direction of the text around it (Unicode Standard Annex 9, section 2).
    var changesDirection: Bool { value >= 0x61C && properties.isBidiControl }

    /// Whether it is drawn as nothing (Unicode's property Default_Ignorable_Code_Point).
    var isHidden: Bool { value >= 0xAD && properties.isDefaultIgnorableCodePoint }

    /// Whether it shows nothing: white space, hidden characters, and Braille's empty pattern.
    var isBlank: Bool { properties.isWhitespace || isHidden || value == 0x2800 }

    /// Whether a hidden character does its proper work between these two: a joiner joins what can be seen, a selector
    /// chooses the form of what stands before it, and tags spell the name of a flag.
    func belongs(after before: Unicode.Scalar, before after: Unicode.Scalar) -> Bool {
        switch value {
        case 0x200C, 0x200D: (!before.isBlank || before.isSelector) && !after.isBlank
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: !before.isBlank
        case 0xE0020...0xE007F: before.value == 0x1F3F4 || 0xE0020...0xE007E ~= before.value
        default: false
        }
    }

    private var isSelector: Bool { 0xFE00...0xFE0F ~= value || 0xE0100...0xE01EF ~= value }
}
