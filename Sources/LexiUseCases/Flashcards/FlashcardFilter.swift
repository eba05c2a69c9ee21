import Lexi

/// Which of a user's cards a list has, and in which order.
public enum FlashcardFilter: Sendable, Equatable {
    /// All, the newest first.
    case newest
    /// The one with this word, in any case; a text that is no word has none.
    case word(String)
    /// Those whose word begins so, A–Z.
    case prefix(String)
    /// Those with a tag, the newest first.
    case tag(String)
    /// Those with words that begin so: every word of the text, without marks and case.
    case search(String)
    /// Those that were forgotten very often, A–Z.
    case leeches
    /// Those that are suspended, A–Z.
    case suspended
    /// Those that have come so far, A–Z, if a prefix is given those whose word begins so.
    case maturity(Maturity, prefix: String?)
}
