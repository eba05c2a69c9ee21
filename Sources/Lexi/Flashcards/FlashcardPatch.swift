/// What a change of a card sets; nil leaves a field as it is. Made from fields that were checked.
public struct FlashcardPatch: Sendable, Equatable {
    var word: Word?
    var wordType: WordType?
    var translationVi: String?
    var phonetic: String?
    var audioURL: WebAddress?
    var exampleSentence: String?
    var tags: [CardTag]?
    var isSuspended: Bool?

    init() {}

    /// Whether the patch sets nothing.
    public var isEmpty: Bool { self == FlashcardPatch() }
}
