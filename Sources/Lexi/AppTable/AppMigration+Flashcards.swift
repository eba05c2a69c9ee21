import DynamoModel

extension AppMigration {
    /// Takes the cards. Of two cards of one word, the one with more reviews moves, then the older.
    mutating func takeCards(_ items: [AppItem]) {
        var byUser: [String: [(item: AppItem, card: Flashcard)]] = [:]
        for item in items {
            let name = item.text("user_id").isEmpty ? item.owner : item.text("user_id")
            guard let user = users[name] else {
                report.refuse(item, "its user is not there, or does not move")
                continue
            }
            if let card = card(item, user.user) { byUser[name, default: []].append((item, card)) }
        }
        for (name, cards) in byUser {
            var words: Set<String> = []
            var ids: Set<FlashcardID> = []
            let best = cards.sorted { left, right in
                let (one, other) = (left.card, right.card)
                return one.schedule.reviewCount != other.schedule.reviewCount
                    ? one.schedule.reviewCount > other.schedule.reviewCount : one.flashcardID < other.flashcardID
            }
            for (item, card) in best {
                guard ids.insert(card.flashcardID).inserted, words.insert(card.word.normalForm).inserted else {
                    report.refuse(item, "another card of the user has this word")
                    continue
                }
                users[name]?.cards.append(card)
            }
        }
    }

    private mutating func card(_ item: AppItem, _ user: User) -> Flashcard? {
        let id = item.text("flashcard_id").isEmpty ? item.member : item.text("flashcard_id")
        guard let ulid = ULID(id) else {
            report.refuse(item, "its id is not a ULID")
            return nil
        }
        guard let fields = cardFields(item) else { return nil }
        var errors = FieldErrors()
        guard var new = fields.creation(&errors) else {
            report.refuse(item, errors)
            return nil
        }
        // The attribute lies: each save of that back end wrote it again.
        let created = Timestamp(clamping: Int64(ulid.milliseconds / 1000))
        new.baseline = baseline(item, created)
        var card = Flashcard(
            new, id: FlashcardID(ulid), of: user.userID, at: created,
            feedPosition: FeedPosition(time: created, sequence: 0))
        card.source = source(item, user)
        card.updatedAt = max(created, item.time("updated_at") ?? created)
        return card
    }

    private mutating func cardFields(_ item: AppItem) -> FlashcardFields? {
        var fields = FlashcardFields()
        let word = item.text("word")
        guard let fitted = fitted(word, LexiLimits.word.upperBound, "word", item) else { return nil }
        fields["word"] = .set(fitted)
        fields["word_type"] = .set(
            (word.utf8.contains(UInt8(ascii: " ")) ? WordType.phrase : WordType.noun).rawValue)
        let texts = [
            ("translation_vi", item.text("translation_vi", "definition_vi"), LexiLimits.translation),
            ("phonetic", item.text("phonetic"), LexiLimits.phonetic),
            ("example_sentence", item.text("example_sentence"), LexiLimits.exampleSentence),
        ]
        for (name, text, limit) in texts {
            guard let fitted = self.fitted(text, limit, name, item) else { return nil }
            fields[name] = .set(fitted)
        }
        let sound = item.text("audio_url")
        if (try? WebAddress(sound)) != nil {
            fields["audio_url"] = .set(sound)
        } else {
            report.change(item, "audio_url is not https, and was left out")
        }
        return fields
    }

    /// The schedule of a card that was reviewed; of one that was not, nil: it is new.
    private func baseline(_ item: AppItem, _ created: Timestamp) -> Baseline? {
        let count = item.integer("review_count") ?? 0
        let last = item.time("last_reviewed_at")
        guard count > 0 || last != nil else { return nil }
        let interval = max(0, item.integer("interval_days") ?? 1)
        let reviewed = last ?? item.time("updated_at") ?? created
        return Baseline(
            reviewedAt: reviewed,
            nextReviewAt: item.time("next_review_at")
                ?? reviewed.adding(days: min(interval, LexiLimits.intervalDays)),
            reviewCount: max(1, count), repetitionCount: item.integer("repetition_count") ?? 0, intervalDays: interval,
            easeThousandths: Int(((item.number("ease_factor") ?? 0) * 1000).rounded()), lapseCount: 0)
    }

    /// The turn from which a card was saved, by its new number; none when it does not move.
    private mutating func source(_ item: AppItem, _ user: User) -> TurnReference? {
        let id = item.text("source_session_id")
        guard !id.isEmpty, let index = item.integer("source_turn_index") else { return nil }
        if let session = SessionID(id), let turn = turns[session]?[index], owners[session] == user.userID {
            return TurnReference(sessionID: session, turnIndex: turn)
        }
        report.change(item, "the turn that it was saved from does not move, and was left out")
        return nil
    }
}
