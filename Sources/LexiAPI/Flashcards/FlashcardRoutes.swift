import HTTPServer
import JSONText
import Lexi

extension Routes {
    /// The caller's words and their reviews.
    static let flashcards: [Route] = [
        saveCard, listCards, dueCards, readCard, patchCard, deleteCard, reviewCard, listReviews,
    ]

    private static let target = Target<Flashcard>(
        load: { call in
            let id: FlashcardID = try call.id("flashcard_id", "flashcard")
            return try await call.store.flashcards.get(id, of: try call.user().userID)
        }, tag: { EntityTag(version: $0.version) })

    private static let saveCard = Route(
        .post, "/v1/flashcards", RouteSummary("saveFlashcard", "flashcards", "Saves a word."), access: .user,
        body: FlashcardForms.creation, answers: [.created(.component("Flashcard"), tag: true)],
        problems: [.duplicateWord]
    ) { call in
        let new = try call.body.checked { errors in call.body.flashcardFields.creation(&errors) }
        let card = try await call.store.flashcards.create(new, for: try call.user().userID, call.writeContext)
        return answer(card, status: .created, location: "/v1/flashcards/\(card.flashcardID)")
    }

    private static let readCard = Route(
        .get, "/v1/flashcards/{flashcard_id}", RouteSummary("readFlashcard", "flashcards", "A card."), access: .user,
        target: target, answers: [.ok(.component("Flashcard"), tag: true)]
    ) { _, card in answer(card) }

    private static let patchCard = Route(
        .patch, "/v1/flashcards/{flashcard_id}",
        RouteSummary("patchFlashcard", "flashcards", "Changes the text of a card; never its schedule."), access: .user,
        target: target, body: FlashcardForms.patch, precondition: .ifMatch,
        answers: [.ok(.component("Flashcard"), tag: true)], problems: [.duplicateWord]
    ) { call, card in
        let patch = try call.body.checked { errors in call.body.flashcardFields.patch(&errors) }
        return answer(
            try await call.store.flashcards.update(
                card, patch, expectedVersion: call.expected(card.version), call.writeContext))
    }

    private static let deleteCard = Route(
        .delete, "/v1/flashcards/{flashcard_id}",
        RouteSummary("deleteFlashcard", "flashcards", "Deletes a card with its reviews, and frees its word."),
        access: .user, target: target, precondition: .ifMatch, answers: [.noContent]
    ) { call, card in
        try await call.store.flashcards.delete(
            card, expectedVersion: call.expected(card.version), call.writeContext)
        return .noContent
    }

    private static func answer(_ card: Flashcard, status: HTTPStatus = .ok, location: String? = nil) -> Answer {
        Answer(
            status: status, body: Answer.object(card) { Resources.write($0, to: &$1) },
            tag: EntityTag(version: card.version), location: location)
    }

    static func list(_ page: Page<Flashcard>, _ call: Call) -> Answer {
        .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }
}

// MARK: - Lists

extension Routes {
    private static let filters = [
        QueryParameter(
            name: "word", kind: .text(wordLength),
            description: "The card of this word, in any case."),
        QueryParameter(
            name: "word_prefix", kind: .text(wordLength),
            description: "Words that begin so, A–Z. May be combined with `maturity`."),
        QueryParameter(
            name: "maturity", kind: .choice(Maturity.allCases.map(\.rawValue)),
            description: "Cards that have come so far, A–Z."),
    ]
    /// No word is longer; with room for spaces that are collapsed.
    private static let wordLength = 1...5 * LexiLimits.word.upperBound

    private static let listCards = Route(
        .get, "/v1/flashcards",
        RouteSummary(
            "listFlashcards", "flashcards", "The caller's cards: newest first, or by word, prefix or maturity."),
        access: .user, query: QueryParameter.paging + filters, answers: [.ok(Resources.list(of: "Flashcard"))]
    ) { call in
        try call.query.atMostOne(of: ["word", "word_prefix"])
        try call.query.atMostOne(of: ["word", "maturity"])
        let user = try call.user().userID
        let cards = call.store.flashcards
        if let word = call.query.text("word") { return try await cardsWithWord(word, call) }
        let prefix = call.query.text("word_prefix")
        if let maturity = call.query.text("maturity").flatMap({ try? Maturity($0) }) {
            return list(try await cards.list(of: user, maturity: maturity, wordPrefix: prefix, try call.page()), call)
        }
        if let prefix { return list(try await cards.list(of: user, wordPrefix: prefix, try call.page()), call) }
        return list(try await cards.list(of: user, try call.page()), call)
    }

    /// At most one card; a text that is no word has none.
    private static func cardsWithWord(_ text: String, _ call: Call) async throws -> Answer {
        _ = try call.page()
        guard let word = try? Word(text),
            let card = try await call.store.flashcards.find(word, of: try call.user().userID)
        else { return .list([Flashcard](), nextCursor: nil) { Resources.write($0, to: &$1) } }
        return .list([card], nextCursor: nil) { Resources.write($0, to: &$1) }
    }

    private static let dueCards = Route(
        .get, "/v1/flashcards/due",
        RouteSummary("dueFlashcards", "flashcards", "Cards that are due, the oldest first."),
        access: .user, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "Flashcard"))]
    ) { call in
        let page = try await call.store.flashcards.due(of: try call.user().userID, at: call.now, try call.page())
        return list(page, call)
    }
}

// MARK: - Reviews

extension Routes {
    private static let reviewCard = Route(
        .post, "/v1/flashcards/{flashcard_id}/reviews",
        RouteSummary(
            "reviewFlashcard", "flashcards", "Reviews a card. The same review sent again is answered with 200."),
        access: .user, target: target, body: FlashcardForms.review,
        answers: [
            .created(.component("ReviewResult")),
            DeclaredAnswer(
                status: .ok, description: "The review was there already.", schema: .component("ReviewResult"),
                hasLocation: true),
        ],
        problems: [.reviewConflict, .limitReached]
    ) { call, card in
        let new = try call.body.checked { errors in call.body.reviewFields.creation(now: call.now, &errors) }
        let result = try await call.store.reviews.append(
            new, to: card, try call.user().timeZone, call.writeContext)
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.name("review")
        Resources.write(result.review, to: &json)
        json.name("flashcard")
        Resources.write(result.flashcard, to: &json)
        json.endObject()
        return Answer(
            status: result.isDuplicate ? .ok : .created, body: json.line,
            location: "/v1/flashcards/\(card.flashcardID)")
    }

    private static let listReviews = Route(
        .get, "/v1/flashcards/{flashcard_id}/reviews",
        RouteSummary("listReviews", "flashcards", "A card's reviews in the order of their own times."), access: .user,
        target: target, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "Review"))]
    ) { call, card in
        let page = try await call.store.reviews.list(of: card, try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }
}
