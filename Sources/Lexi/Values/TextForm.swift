/// What a text field takes: its check when it is set, and its form in the API's document.
public enum TextForm: Sendable {
    /// A word or phrase.
    case word
    /// One line with so many characters.
    case line(ClosedRange<Int>)
    /// A text that may have several lines, with so many characters.
    case lines(ClosedRange<Int>)
    /// An https URL, or none.
    case url
    /// One of these words.
    case oneOf([String])

    /// The words of a vocabulary.
    static func oneOf<Word: Vocabulary>(_: Word.Type) -> TextForm { .oneOf(Word.allCases.map(\.rawValue)) }
}
