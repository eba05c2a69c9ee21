import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// The caller's words and their reviews.
    static let flashcards: [Route] =
        [
            saveCard, listCards, dueCards, readCard, patchCard, deleteCard, reviewCard, listReviews,
        ] + reviewing

    static let card = Target<Flashcard>(
        load: { call in try await call.flashcards.card(try call.id("flashcard_id", "flashcard")) },
        tag: { EntityTag(version: $0.version) })

    private static let saveCard = Route(
        .post, "/v1/flashcards", RouteSummary("saveFlashcard", "flashcards", "Saves a word."), access: .user,
        body: FlashcardForms.creation, answers: [.created(.component("Flashcard"), tag: true)],
        problems: [.duplicateWord],
        replay: { call, kept in
            guard case .flashcard(let id) = kept else { throw Problem.notFound("flashcard") }
            return saved(try await call.flashcards.card(id), at: call.now)
        }
    ) { call in
        let new = try call.body.checked { errors in call.body.flashcardFields.creation(&errors) }
        return saved(try await call.flashcards.save(new), at: call.now)
    }

    private static func saved(_ card: Flashcard, at now: Timestamp) -> Answer {
        answer(card, at: now, status: .created, location: "/v1/flashcards/\(card.flashcardID)")
    }

    private static let readCard = Route(
        .get, "/v1/flashcards/{flashcard_id}", RouteSummary("readFlashcard", "flashcards", "A card."), access: .user,
        target: card, answers: [.ok(.component("Flashcard"), tag: true)]
    ) { call, card in
        var answer = answer(card, at: call.now)
        answer.holdsThrough = showing(card, at: call.now)
        return answer
    }.remembered

    /// The last moment from this one on at which a card that has not changed is shown so.
    private static func showing(_ card: Flashcard, at now: Timestamp) -> Timestamp {
        card.algorithm == .fsrs ? card.schedule.retrievabilityEnd(at: now) : .maximum
    }

    private static let patchCard = Route(
        .patch, "/v1/flashcards/{flashcard_id}",
        RouteSummary("patchFlashcard", "flashcards", "Changes the text of a card; never its schedule."), access: .user,
        target: card, body: FlashcardForms.patch, precondition: .ifMatch,
        answers: [.ok(.component("Flashcard"), tag: true)], problems: [.duplicateWord]
    ) { call, card in
        let patch = try call.body.checked { errors in call.body.flashcardFields.patch(&errors) }
        return answer(
            try await call.flashcards.change(card, patch, expectedVersion: call.expected(card.version)), at: call.now)
    }

    private static let deleteCard = Route(
        .delete, "/v1/flashcards/{flashcard_id}",
        RouteSummary("deleteFlashcard", "flashcards", "Deletes a card with its reviews, and frees its word."),
        access: .user, target: card, precondition: .ifMatch, answers: [.noContent]
    ) { call, card in
        try await call.flashcards.delete(card, expectedVersion: call.expected(card.version))
        return .noContent
    }

    static func answer(
        _ card: Flashcard, at now: Timestamp, status: HTTPStatus = .ok, location: String? = nil
    ) -> Answer {
        Answer(
            status: status, body: Answer.object(card) { Resources.write($0, at: now, to: &$1) },
            tag: tag(of: card, at: now), location: location)
    }

    /// Under FSRS a card is shown with a probability that falls from day to day, without a write.
    private static func tag(of card: Flashcard, at now: Timestamp) -> EntityTag {
        guard card.algorithm == .fsrs, let probability = card.schedule.retrievability(at: now) else {
            return EntityTag(version: card.version)
        }
        return EntityTag(version: card.version, counter: probability)
    }

    static func list(_ page: Page<Flashcard>, _ call: Call) -> Answer {
        .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, at: call.now, to: &$1) }
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
            description: "Cards whose word begins with this text, A–Z. May be combined with `maturity`."),
        QueryParameter(
            name: "maturity", kind: .choice(Maturity.allCases.map(\.rawValue)),
            description: "Cards of this maturity, A–Z."),
        QueryParameter(
            name: "tag", kind: .text(LexiLimits.tag), description: "Cards with a tag, in any case, newest first."),
        QueryParameter(
            name: "search", kind: .text(LexiLimits.search),
            description:
                "Cards that have words which begin with those of this text, in the word, translation or tags, whatever "
                + "their marks and case, A–Z. A page may be short, or empty, and have a cursor."),
        QueryParameter(name: "leech", kind: .choice(["true"]), description: "Cards that were forgotten very often."),
        QueryParameter(name: "suspended", kind: .choice(["true"]), description: "Suspended cards, A–Z."),
    ]
    /// Those of which one at most can be given, except for a prefix with a maturity.
    private static let exclusive = ["word", "tag", "search", "leech", "suspended"]
    /// No word is longer; with room for spaces that are collapsed.
    private static let wordLength = 1...5 * LexiLimits.word.upperBound

    private static let listCards = Route(
        .get, "/v1/flashcards",
        RouteSummary(
            "listFlashcards", "flashcards",
            "The caller's cards: newest first, or by word, prefix, maturity or tag, those that a search finds, leeches."
        ),
        access: .user, query: QueryParameter.paging + filters, answers: [.ok(Resources.list(of: "Flashcard"))]
    ) { call in
        let filter = try filter(call.query)
        return list(try await call.flashcards.list(filter, try call.page()), call)
    }

    private static func filter(_ query: QueryValues) throws(Problem) -> FlashcardFilter {
        try query.atMostOne(of: exclusive + ["word_prefix"])
        try query.atMostOne(of: exclusive + ["maturity"])
        if let tag = query.text("tag") { return .tag(tag) }
        if let text = query.text("search") { return .search(text) }
        if query.text("leech") != nil { return .leeches }
        if query.text("suspended") != nil { return .suspended }
        if let word = query.text("word") { return .word(word) }
        let prefix = query.text("word_prefix")
        if let maturity = query.text("maturity").flatMap({ try? Maturity($0) }) {
            return .maturity(maturity, prefix: prefix)
        }
        return prefix.map { .prefix($0) } ?? .newest
    }

    private static let dueCards = Route(
        .get, "/v1/flashcards/due",
        RouteSummary(
            "dueFlashcards", "flashcards",
            "Cards that are due, the oldest first, within the limits of the caller's day."),
        access: .user, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "Flashcard"))]
    ) { call in
        let page = try await call.flashcards.due(try call.page())
        var answer = list(page, call)
        answer.holdsThrough = page.items.reduce(try call.flashcards.dueEnd(page)) {
            min($0, showing($1, at: call.now))
        }
        return answer
    }.remembered
}

// MARK: - Reviews

extension Routes {
    private static let reviewCard = Route(
        .post, "/v1/flashcards/{flashcard_id}/reviews",
        RouteSummary(
            "reviewFlashcard", "flashcards", "Reviews a card. The same review sent again is answered with 200."),
        access: .user, target: card, body: FlashcardForms.review,
        answers: [
            .created(.component("ReviewResult")),
            DeclaredAnswer(
                status: .ok, description: "The review was there already.", schema: .component("ReviewResult"),
                hasLocation: true),
        ],
        problems: [.reviewConflict, .limitReached],
        replay: { call, kept in
            guard case .review(let card, let review, let isDuplicate) = kept else { throw Problem.notFound("review") }
            let outcome = try await call.flashcards.outcome(of: review, on: card, isDuplicate: isDuplicate)
            return answer(outcome, at: call.now)
        }
    ) { call, card in
        let new = try call.body.checked { errors in call.body.reviewFields.creation(now: call.now, &errors) }
        return answer(try await call.flashcards.review(card, new), at: call.now)
    }

    private static func answer(_ outcome: ReviewOutcome, at now: Timestamp) -> Answer {
        Answer(
            status: outcome.isDuplicate ? .ok : .created,
            body: Answer.object(outcome) { Resources.write($0, at: now, to: &$1) },
            location: "/v1/flashcards/\(outcome.flashcard.flashcardID)")
    }

    private static let listReviews = Route(
        .get, "/v1/flashcards/{flashcard_id}/reviews",
        RouteSummary("listReviews", "flashcards", "A card's reviews in the order in which the learner made them."),
        access: .user,
        target: card, query: QueryParameter.paging, answers: [.ok(Resources.list(of: "Review"))]
    ) { call, card in
        let page = try await call.flashcards.reviews(of: card, try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }
}
