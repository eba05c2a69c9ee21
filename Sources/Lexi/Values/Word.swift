import DynamoModel

/// A word or phrase that a learner saves: 1 to 200 code points out of letters of any script with their marks, digits,
/// spaces, ``punctuation`` and the typographic forms of it.
///
/// It is held in normal form C with runs of spaces collapsed to one and none at the ends. Two words are the same when
/// their ``normalForm`` is.
public struct Word: Sendable, Hashable {
    /// What may stand in a word besides letters, digits and spaces.
    static let punctuation: Set<Unicode.Scalar> = [
        "-", "'", "/", ".", ",", "?", "!", "&", "(", ")", ":", ";", "%", "+", "…", "\"",
    ]
    /// What keyboards and word processors write in place of these.
    private static let folded: [Unicode.Scalar: Unicode.Scalar] = [
        "‘": "'", "’": "'", "‛": "'", "′": "'", "＇": "'", "“": "\"", "”": "\"", "‟": "\"", "″": "\"", "＂": "\"",
        "‐": "-", "‑": "-", "–": "-", "—": "-", "－": "-", "？": "?", "！": "!", "，": ",", "．": ".", "：": ":",
        "；": ";", "（": "(", "）": ")", "％": "%", "＆": "&", "＋": "+", "／": "/",
    ]

    /// The word as it is shown.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks and tidies a word.
    public init(_ text: String) throws(InvalidValue) {
        // No word is longer than this before its spaces are collapsed, so that nothing longer is read.
        guard text.utf8.count <= 64 * LexiLimits.word.upperBound else { throw Text.lengthError(LexiLimits.word) }
        let tidy = Self.collapsed(text.composed)
        guard LexiLimits.word.contains(tidy.unicodeScalars.count) else { throw Text.lengthError(LexiLimits.word) }
        try Self.checkCharacters(tidy)
        self.text = tidy
    }

    /// The form in which words are compared and sorted: lower case, composed, with the punctuation of a
    /// typewriter: one apostrophe, one quote, one dash, no wide forms.
    ///
    /// Guards and index keys of stored cards hold it. Only characters that no word could have before are folded (words
    /// with them were refused), so that each stored word still has the form under which it is guarded.
    public var normalForm: String {
        let lower = text.composedLowercase
        guard !lower.isASCII, lower.unicodeScalars.contains(where: { Self.folded[$0] != nil }) else { return lower }
        var normal = ""
        for scalar in lower.unicodeScalars { normal.unicodeScalars.append(Self.folded[scalar] ?? scalar) }
        return normal
    }

    /// The normal form of the beginning of a word, for a search by prefix; nil when no word begins so.
    public static func normalPrefix(_ text: String) -> String? {
        guard let word = try? Word(text) else { return nil }
        // A space at the end of a prefix means something: "ice " does not find "iceberg".
        let endsInSpace = text.unicodeScalars.last.map(isSpace) ?? false
        return endsInSpace ? word.normalForm + " " : word.normalForm
    }

    /// Keyboards and web pages write more kinds of spaces than the one of ASCII.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar.value >= 0xA0 && scalar.properties.generalCategory == .spaceSeparator
    }

    private static func collapsed(_ text: String) -> String {
        guard !isTidy(text) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            let isSpace = isSpace(scalar)
            if isSpace, result.unicodeScalars.last ?? " " == " " { continue }
            result.unicodeScalars.append(isSpace ? " " : scalar)
        }
        if result.unicodeScalars.last == " " { result.unicodeScalars.removeLast() }
        return result
    }

    /// Whether all spaces are single ones of ASCII within the text.
    private static func isTidy(_ text: String) -> Bool {
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            let isSpace = isSpace(scalar)
            if isSpace, isAfterSpace || scalar != " " { return false }
            isAfterSpace = isSpace
        }
        return !isAfterSpace
    }

    private static func checkCharacters(_ text: String) throws(InvalidValue) {
        var isAfterLetter = false
        for scalar in text.unicodeScalars {
            if scalar.isHidden || scalar.changesDirection { throw Text.hidden(scalar) }
            guard let kind = kind(of: scalar), kind != .mark || isAfterLetter else {
                throw InvalidValue(
                    "may contain letters, digits, spaces and the characters - ' / . , ? ! & ( ) : ; % + … \" (also in "
                        + "their typographic forms: ’ “ ” –) only")
            }
            isAfterLetter = kind == .letter || kind == .mark
        }
    }

    private enum Kind { case letter, mark, other }

    /// The kind of a character that can stand in a word; nil for any other.
    private static func kind(of scalar: Unicode.Scalar) -> Kind? {
        switch scalar {
        case "a"..."z", "A"..."Z": return .letter
        case "0"..."9", " ": return .other
        case _ where punctuation.contains(scalar) || folded[scalar] != nil: return .other
        case _ where scalar.isASCII: return nil
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        case .decimalNumber: return .other
        default: return nil
        }
    }

    /// Whether both are shown alike, byte for byte.
    public static func == (left: Word, right: Word) -> Bool { left.text.hasSameBytes(as: right.text) }
}
