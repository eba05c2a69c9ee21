/// A card to save. Made from fields that were checked.
public struct NewFlashcard: Sendable, Equatable {
    /// The word.
    public let word: Word
    let wordType: WordType
    let translationVi: String
    let phonetic: String
    let audioURL: WebAddress
    let exampleSentence: String
    /// The turn from which it is saved, if any.
    public let source: TurnReference?
}
