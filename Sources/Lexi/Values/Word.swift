import DynamoModel

/// A word or phrase that a learner saves: 1 to 100 code points out of letters of any script with their marks, digits,
/// space, `-`, `'`, `/` and `.`.
///
/// It is held in normal form C with runs of spaces collapsed and none at the ends. Two words are the same when their
/// ``normalForm`` is.
public struct Word: Sendable, Hashable {
    /// The word as it is shown.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks and tidies a word.
    public init(_ text: String) throws(InvalidValue) {
        // No word is longer than this before its spaces are collapsed: what is longer is not looked at.
        guard text.utf8.count <= 64 * LexiLimits.word.upperBound else { throw Text.lengthError(LexiLimits.word) }
        let tidy = Self.collapsed(text.composed)
        guard LexiLimits.word.contains(tidy.unicodeScalars.count) else { throw Text.lengthError(LexiLimits.word) }
        guard Self.hasAllowedCharacters(tidy) else {
            throw InvalidValue("may contain letters, digits, spaces and the characters - ' / . only")
        }
        self.text = tidy
    }

    /// The form in which words are compared and sorted: lower case, composed.
    public var normalForm: String { text.composedLowercase }

    /// The normal form of the beginning of a word, for a search by prefix; nil when no word begins so.
    public static func normalPrefix(_ text: String) -> String? {
        guard let word = try? Word(text) else { return nil }
        // A space at the end of a prefix means something: "ice " does not find "iceberg".
        let endsInSpace = text.utf8.last == UInt8(ascii: " ")
        return endsInSpace ? word.normalForm + " " : word.normalForm
    }

    private static func collapsed(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == UInt8(ascii: " "), bytes.last ?? byte == byte { continue }
            bytes.append(byte)
        }
        if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return bytes.count == text.utf8.count ? text : String(decoding: bytes, as: UTF8.self)
    }

    private static func hasAllowedCharacters(_ text: String) -> Bool {
        var afterLetter = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z":
                afterLetter = true
            case "0"..."9", " ", "-", "'", "/", ".":
                afterLetter = false
            case _ where scalar.isASCII:
                return false
            default:
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
                    afterLetter = true
                case .decimalNumber:
                    afterLetter = false
                case .nonspacingMark, .spacingMark, .enclosingMark:
                    guard afterLetter else { return false }
                default:
                    return false
                }
            }
        }
        return true
    }

    /// Whether both are shown alike, byte for byte.
    public static func == (left: Word, right: Word) -> Bool { left.text.hasSameBytes(as: right.text) }
}
