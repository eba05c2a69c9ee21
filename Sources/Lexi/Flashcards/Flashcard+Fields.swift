extension Flashcard {
    /// The texts that the learner sets, in the order of the JSON.
    public static let fields: [any EntityField<Flashcard, FlashcardPatch>] = [
        Field.word, Field.wordType, Field.translationVi, Field.phonetic, Field.audioURL, Field.exampleSentence,
    ]

    /// A row for each field.
    enum Field {
        static let word = TextField<Flashcard, FlashcardPatch, Word>("word", .word, \.word, \.word)
        static let wordType = TextField<Flashcard, FlashcardPatch, WordType>(
            "word_type", .oneOf(WordType.self), \.wordType, \.wordType, default: .noun)
        static let translationVi = TextField<Flashcard, FlashcardPatch, String>(
            "translation_vi", .lines(0...LexiLimits.translation), \.translationVi, \.translationVi, default: "")
        static let phonetic = TextField<Flashcard, FlashcardPatch, String>(
            "phonetic", .line(0...LexiLimits.phonetic), \.phonetic, \.phonetic, default: "")
        static let audioURL = TextField<Flashcard, FlashcardPatch, WebAddress>(
            "audio_url", .url, \.audioURL, \.audioURL, default: WebAddress.none)
        static let exampleSentence = TextField<Flashcard, FlashcardPatch, String>(
            "example_sentence", .lines(0...LexiLimits.exampleSentence), \.exampleSentence, \.exampleSentence,
            default: "")
    }
}
