import DynamoModel

/// The fields of a card as a body gives them, unchecked.
public struct FlashcardFields: Sendable {
    /// The texts, with the names of ``Flashcard/fields``: so few that they are found one by one.
    private var texts: [(name: String, input: FieldInput<String>)] = []
    /// `tags`: up to 20 of up to 50 characters each; null removes all.
    public var tags: FieldInput<[String]> = .absent
    /// `is_suspended`: false when left out. Suspended cards are never due.
    public var isSuspended: FieldInput<Bool> = .absent
    /// `source_session_id`: for a new card only, together with the index.
    public var sourceSessionID: FieldInput<String> = .absent
    /// `source_turn_index`: for a new card only, together with the session.
    public var sourceTurnIndex: FieldInput<Int> = .absent

    /// No field.
    public init() {}

    /// A text by the name of its field; one that the entity does not have is ignored.
    public subscript(name: String) -> FieldInput<String> {
        get { index(of: name).map { texts[$0].input } ?? .absent }
        set {
            guard let index = index(of: name) else { return texts.append((name, newValue)) }
            texts[index].input = newValue
        }
    }

    private func index(of name: String) -> Int? { texts.firstIndex { $0.name.hasSameBytes(as: name) } }

    /// Checks a new card: only the word is required.
    ///
    /// - Parameter pointer: where the body stands: `""`, or `/3` in a list.
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func creation(at pointer: String = "", _ errors: inout FieldErrors) -> NewFlashcard? {
        var found = FieldErrors()
        let texts = checked(isNew: true, &found)
        let source = source(&found)
        guard errors.take(found, at: pointer), let word = texts.word else { return nil }
        return NewFlashcard(word: word, texts: texts, source: source)
    }

    /// Checks a patch of a card.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func patch(_ errors: inout FieldErrors) -> FlashcardPatch? {
        let patch = checked(isNew: false, &errors)
        if !sourceSessionID.isAbsent { errors.add("/source_session_id", "cannot be changed") }
        if !sourceTurnIndex.isAbsent { errors.add("/source_turn_index", "cannot be changed") }
        return errors.isEmpty ? patch : nil
    }

    private func checked(isNew: Bool, _ errors: inout FieldErrors) -> FlashcardPatch {
        var patch = FlashcardPatch()
        for field in Flashcard.fields { field.check(self[field.attribute], isNew: isNew, into: &patch, &errors) }
        switch tags {
        case .absent: break
        case .reset: patch.tags = []
        case .set(let texts): patch.tags = CardTag.list(texts, &errors)
        }
        patch.isSuspended = errors.change("/is_suspended", isSuspended, default: false) {
            (value) throws(InvalidValue) in value
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
