/// The fields of a card as a body gives them, unchecked.
public struct FlashcardFields: Sendable {
    /// `word`.
    public var word: FieldInput<String> = .absent
    /// `word_type`.
    public var wordType: FieldInput<String> = .absent
    /// `translation_vi`.
    public var translationVi: FieldInput<String> = .absent
    /// `phonetic`.
    public var phonetic: FieldInput<String> = .absent
    /// `audio_url`.
    public var audioURL: FieldInput<String> = .absent
    /// `example_sentence`.
    public var exampleSentence: FieldInput<String> = .absent
    /// `source_session_id`: for a new card only, together with the index.
    public var sourceSessionID: FieldInput<String> = .absent
    /// `source_turn_index`: for a new card only, together with the session.
    public var sourceTurnIndex: FieldInput<Int> = .absent

    /// No field.
    public init() {}

    /// Checks a new card: only the word is required.
    ///
    /// - Parameter pointer: where the body stands: `""`, or `/3` in a list.
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func creation(at pointer: String = "", _ errors: inout FieldErrors) -> NewFlashcard? {
        var found = FieldErrors()
        let word = found.required("/word", word, Word.init(_:))
        let texts = texts(&found)
        let source = source(&found)
        guard errors.take(found, at: pointer), let word else { return nil }
        return NewFlashcard(
            word: word, wordType: texts.wordType ?? .noun, translationVi: texts.translationVi ?? "",
            phonetic: texts.phonetic ?? "", audioURL: texts.audioURL ?? .none,
            exampleSentence: texts.exampleSentence ?? "", source: source)
    }

    /// Checks a patch of a card.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func patch(_ errors: inout FieldErrors) -> FlashcardPatch? {
        var patch = texts(&errors)
        patch.word = errors.change("/word", word, default: nil, Word.init(_:))
        if !sourceSessionID.isAbsent { errors.add("/source_session_id", "cannot be changed") }
        if !sourceTurnIndex.isAbsent { errors.add("/source_turn_index", "cannot be changed") }
        return errors.isEmpty ? patch : nil
    }

    private func texts(_ errors: inout FieldErrors) -> FlashcardPatch {
        var patch = FlashcardPatch()
        patch.wordType = errors.change("/word_type", wordType, default: .noun, WordType.init(_:))
        patch.translationVi = errors.change("/translation_vi", translationVi, default: "") {
            (text) throws(InvalidValue) in try Text.lines(text, 0...LexiLimits.translation)
        }
        patch.phonetic = errors.change("/phonetic", phonetic, default: "") {
            (text) throws(InvalidValue) in try Text.line(text, 0...LexiLimits.phonetic)
        }
        patch.audioURL = errors.change("/audio_url", audioURL, default: WebAddress.none, WebAddress.init(_:))
        patch.exampleSentence = errors.change("/example_sentence", exampleSentence, default: "") {
            (text) throws(InvalidValue) in try Text.lines(text, 0...LexiLimits.exampleSentence)
        }
        return patch
    }

    private func source(_ errors: inout FieldErrors) -> TurnReference? {
        let session: SessionID?? = errors.optional("/source_session_id", sourceSessionID, default: nil) {
            (text) throws(InvalidValue) in try checkedIdentifier(text)
        }
        let turn: Int?? = errors.optional("/source_turn_index", sourceTurnIndex, default: nil) {
            (value) throws(InvalidValue) in try checkedInteger(value, 0...LexiLimits.turnsPerSession - 1)
        }
        switch (session, turn) {
        case (.some(.some(let session)), .some(.some(let turn))):
            return TurnReference(sessionID: session, turnIndex: turn)
        case (.some(.some), .some(.none)): errors.add("/source_turn_index", "is required with source_session_id")
        case (.some(.none), .some(.some)): errors.add("/source_session_id", "is required with source_turn_index")
        default: break
        }
        return nil
    }
}
