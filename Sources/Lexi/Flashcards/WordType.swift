/// The kind of a word.
public enum WordType: String, Vocabulary {
    /// A noun.
    case noun
    /// A verb.
    case verb
    /// An adjective.
    case adjective
    /// An adverb.
    case adverb
    /// A pronoun.
    case pronoun
    /// A preposition.
    case preposition
    /// A conjunction.
    case conjunction
    /// An interjection.
    case interjection
    /// A phrase.
    case phrase
    /// An idiom.
    case idiom
}
