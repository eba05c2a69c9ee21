import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension AppRoutes {
    /// The caller's cards.
    static let flashcards: [Route] = [listCards, dueCards, saveCard, readCard, patchCard, deleteCard, reviewCard]

    private static let listCards = Route(
        app: .get, "/flashcards", "ListFlashcards",
        "The caller's cards: newest first, or by the beginning of the word or maturity.",
        query: ["limit", "last_key", "cursor", "word_prefix", "maturity_level"],
        data: .object([
            .required("cards", .array(AppResources.card)),
            .required("next_key", Schema.text().nullable.described("For the next page; null on the last.")),
        ]), problems: [.badCursor]
    ) { call in
        let page = try await call.flashcards.list(try filter(call.query), try call.appPage())
        return AppEnvelope.answer { json in
            json.beginObject()
            AppResources.write(cards: page.items, to: &json)
            json.member("next_key", call.cursor(after: page))
            json.endObject()
        }
    }

    private static func filter(_ query: QueryValues) throws(Problem) -> FlashcardFilter {
        let prefix = query.text("word_prefix").flatMap { $0.isEmpty ? nil : $0 }
        guard let text = query.text("maturity_level"), !text.isEmpty else {
            return prefix.map { .prefix($0) } ?? .newest
        }
        guard let maturity = try? Maturity(text.lowercased()) else {
            throw .badParameter("maturity_level", "must be one of new, learning, mature")
        }
        return .maturity(maturity, prefix: prefix)
    }

    private static let dueCards = Route(
        app: .get, "/flashcards/due", "DueFlashcards", "The cards that are due, up to 1,000, the longest due first.",
        data: .object([.required("cards", .array(AppResources.card))])
    ) { call in
        let cards = try await call.flashcards.allDue()
        return AppEnvelope.answer { json in
            json.beginObject()
            AppResources.write(cards: cards, to: &json)
            json.endObject()
        }
    }

    private static let saveCard = Route(
        app: .post, "/flashcards", "SaveFlashcard", "Saves a word or a sentence.", body: AppForms.card,
        status: .created, data: AppResources.cardWithMessage, problems: [.duplicateWord, .invalidFields]
    ) { call in
        let fields = call.body.appCard
        let new = try call.body.checked { errors in fields.creation(&errors) }
        let other = try call.body.checked { errors in fields.withoutSource.creation(&errors) }
        let card = try await call.flashcards.save(new, orWithoutSource: other)
        let message = "Đã lưu “\(card.word.text)” vào bộ thẻ."
        return AppEnvelope.answer(message, status: .created) {
            AppResources.write(card, message: message, to: &$0)
        }
    }

    private static let readCard = Route(
        app: .get, "/flashcards/{flashcard_id}", "ReadFlashcard", "A card.", data: AppResources.card
    ) { call in
        let card = try await card(call)
        var answer = AppEnvelope.answer { AppResources.write(card, to: &$0) }
        answer.holdsThrough = .maximum
        return answer
    }.remembered

    private static let patchCard = Route(
        app: .patch, "/flashcards/{flashcard_id}", "PatchFlashcard", "Changes the texts of a card.",
        body: AppForms.cardPatch, data: AppResources.card, problems: [.invalidFields]
    ) { call in
        let card = try await card(call)
        let patch = try call.body.checked { errors in call.body.appCardPatch.patch(&errors) }
        let changed = try await call.flashcards.change(card, patch)
        return AppEnvelope.answer("Đã cập nhật thẻ.") { AppResources.write(changed, to: &$0) }
    }

    private static let deleteCard = Route(
        app: .delete, "/flashcards/{flashcard_id}", "DeleteFlashcard", "Deletes a card with its reviews.",
        data: .object([.required("flashcard_id", Resources.id)])
    ) { call in
        let card = try await card(call)
        try await call.flashcards.delete(card)
        return AppEnvelope.answer("Đã xoá thẻ.") { json in
            json.beginObject()
            json.member("flashcard_id", card.flashcardID.text)
            json.endObject()
        }
    }

    private static let reviewCard = Route(
        app: .post, "/flashcards/{flashcard_id}/review", "ReviewFlashcard", "Reviews a card now.",
        body: AppForms.review, data: AppResources.reviewed, problems: [.invalidFields, .limitReached]
    ) { call in
        let card = try await card(call)
        let new = try call.body.checked { errors in call.body.appReview.creation(now: call.now, &errors) }
        let outcome = try await call.flashcards.review(card, new)
        return AppEnvelope.answer { AppResources.write(reviewed: outcome.flashcard, to: &$0) }
    }

    private static func card(_ call: Call) async throws -> Flashcard {
        try await call.flashcards.card(try call.id("flashcard_id", "flashcard"))
    }
}

extension Body {
    fileprivate var appCard: FlashcardFields {
        var fields = appCardPatch
        fields["word"] = firstText("word", "vocab")
        fields["translation_vi"] = firstText("translation_vi", "definition_vi")
        fields["word_type"] = .set(Self.wordType(firstText("word_type", "vocab_type"), of: fields["word"]).rawValue)
        if case .set(let id) = textField("source_session_id"), SessionID(id) != nil,
            case .set(let index) = integerField("source_turn_index"), 0..<LexiLimits.turnsPerSession ~= index
        {
            (fields.sourceSessionID, fields.sourceTurnIndex) = (.set(id), .set(index))
        }
        return fields
    }

    fileprivate var appCardPatch: FlashcardFields {
        var fields = FlashcardFields()
        for name in ["translation_vi", "phonetic", "example_sentence"] { fields[name] = textField(name) }
        fields["audio_url"] = textField("audio_url").ifWebAddress
        return fields
    }

    fileprivate var appReview: ReviewFields {
        var fields = ReviewFields()
        fields.rating = textField("rating")
        if fields.rating == .set("again") { fields.rating = .set(Rating.forgot.rawValue) }
        return fields
    }

    /// The parts of speech of dictionaries. A word with one that we do not have is a phrase when it has a space, else a
    /// noun.
    private static func wordType(_ field: FieldInput<String>, of word: FieldInput<String>) -> WordType {
        if case .set(let text) = field, let type = wordTypes[text.lowercased()] { return type }
        if case .set(let text) = word, text.utf8.contains(UInt8(ascii: " ")) { return .phrase }
        return .noun
    }

    private static let wordTypes: [String: WordType] = {
        var types = Dictionary(uniqueKeysWithValues: WordType.allCases.map { ($0.rawValue, $0) })
        let short: [(String, WordType)] = [
            ("n", .noun), ("v", .verb), ("adj", .adjective), ("adv", .adverb), ("pron", .pronoun),
            ("prep", .preposition), ("conj", .conjunction), ("interj", .interjection), ("exclamation", .interjection),
        ]
        for (name, type) in short { types[name] = type }
        return types
    }()
}

extension FlashcardFields {
    fileprivate var withoutSource: FlashcardFields {
        var fields = self
        (fields.sourceSessionID, fields.sourceTurnIndex) = (.absent, .absent)
        return fields
    }
}
