/// The kind of a word.
public enum WordType: String, Vocabulary {
    /// Names a person, a thing or an idea.
    case noun
    /// Names an action or a state.
    case verb
    /// Qualifies a noun.
    case adjective
    /// Qualifies a verb, an adjective or a whole sentence.
    case adverb
    /// Stands for a noun.
    case pronoun
    /// Relates a noun to another word: `under`.
    case preposition
    /// Joins words or clauses: `because`.
    case conjunction
    /// An exclamation: `ouch`.
    case interjection
    /// Several words that mean what they say.
    case phrase
    /// Several words whose meaning does not follow from them.
    case idiom
}
