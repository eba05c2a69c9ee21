import JSONText
import Testing

// After a crash: what was acknowledged must be there exactly; the one change under way may be there as a whole, and
// counts from then on.

extension Learner {
    /// Holds the service against the ledger.
    func verify(port: UInt16) throws {
        let client = try WebClient(port, token: token)
        let unanswered = pending
        pending = nil
        try settle(unanswered, client)
        for card in cards { try verify(card, client) }
        for word in deletedWords {
            let found = try read("/v1/flashcards?word=\(word)", client)
            #expect(found["items"]?.arrayValue == [], "the guard of '\(word)' is still there")
        }
        for session in sessions { try verify(session, client) }
        try verifyStatistics(client)
    }

    private func read(_ path: String, _ client: WebClient) throws -> JSONValue {
        let answer = try client.call("GET", path)
        #expect(answer.status == 200, "\(path): \(answer.text)")
        return answer.json
    }

    // MARK: The change that was under way

    private func settle(_ change: Pending?, _ client: WebClient) throws {
        switch change {
        case nil: break
        case .create(let word)?:
            let found = try read("/v1/flashcards?word=\(word)", client)["items"]?.arrayValue ?? []
            if let json = found.first { cards.append(Card(json: json)) }
        case .start?: try settleStart(client)
        case .say(let session, let content)?:
            let turns = try read("/v1/sessions/\(sessions[session].id)", client)["turns"]?.arrayValue ?? []
            if turns.count == sessions[session].contents.count + 1 { sessions[session].contents.append(content) }
        case .review(let card, let id, let rating)?:
            guard let json = try changed(card, client) else { return }
            let log = try read("/v1/flashcards/\(cards[card].id)/reviews", client)["items"]?.arrayValue ?? []
            #expect(log.contains { $0["review_id"]?.stringValue == id }, "a card changed without its review")
            applyReview(card, id, rating, json)
        case .rename(let card, let word)?:
            guard let json = try changed(card, client) else { return }
            #expect(json["word"]?.stringValue == word)
            applyRename(card, json)
        case .delete(let card)?:
            if try client.call("GET", "/v1/flashcards/\(cards[card].id)").status == 404 { applyDelete(card) }
        }
    }

    /// The card when it is another one than the ledger's.
    private func changed(_ card: Int, _ client: WebClient) throws -> JSONValue? {
        let json = try read("/v1/flashcards/\(cards[card].id)", client)
        // Spelt out, since a bare nil would be the JSON value null.
        return json == cards[card].json ? JSONValue?.none : .some(json)
    }

    private func settleStart(_ client: WebClient) throws {
        let known = Set(sessions.map(\.id))
        for id in try sessionIDs(client) where !known.contains(id) { sessions.append(Conversation(id: id)) }
    }

    private func sessionIDs(_ client: WebClient) throws -> [String] {
        var ids: [String] = []
        var cursor = ""
        repeat {
            let page = try read("/v1/sessions?limit=100\(cursor)", client)
            ids += page["items"]?.arrayValue?.compactMap { $0["session_id"]?.stringValue } ?? []
            cursor = page["next_cursor"]?.stringValue.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        return ids
    }

    // MARK: What was acknowledged

    private func verify(_ card: Card, _ client: WebClient) throws {
        let stored = try read("/v1/flashcards/\(card.id)", client)
        #expect(stored == card.json)
        let owned = try read("/v1/flashcards?word=\(card.word)", client)["items"]?.arrayValue
        #expect(owned == [card.json], "the guard of '\(card.word)' does not lead to its card")
        let log = try read("/v1/flashcards/\(card.id)/reviews?limit=100", client)["items"]?.arrayValue ?? []
        let found = Set(log.map { "\($0["review_id"] ?? .null) \($0["rating"] ?? .null)" })
        #expect(found == Set(card.ratings.map { "\"\($0.id)\" \"\($0.rating)\"" }))
        #expect(log.count == card.ratings.count)
        expectFold(of: log, on: stored)
    }

    /// SM-2 once more, written apart from the service's, on the log as it was read.
    private func expectFold(of log: [JSONValue], on card: JSONValue) {
        func key(_ review: JSONValue) -> String {
            "\(review["reviewed_at"]?.stringValue ?? "") \(review["review_id"]?.stringValue ?? "")"
        }
        let qualities = ["forgot": 0, "hard": 3, "good": 4, "easy": 5]
        var (repetitions, interval, ease, lapses) = (0, 0, 2500, 0)
        for review in log.sorted(by: { key($0) < key($1) }) {
            let quality = qualities[review["rating"]?.stringValue ?? ""] ?? 0
            guard quality >= 3 else {
                lapses += repetitions > 0 ? 1 : 0
                (repetitions, interval) = (0, 1)
                continue
            }
            interval = repetitions == 0 ? 1 : repetitions == 1 ? 6 : min((interval * ease + 999) / 1000, 36_500)
            repetitions += 1
            ease = max(1300, ease + 100 - (5 - quality) * (80 + 20 * (5 - quality)))
        }
        #expect(card["review_count"]?.intValue == log.count)
        #expect(card["repetition_count"]?.intValue == repetitions)
        #expect(card["interval_days"]?.intValue == interval)
        #expect(card["lapse_count"]?.intValue == lapses)
        #expect(card["ease_factor"]?.doubleValue == Double(ease) / 1000)
    }

    private func verify(_ session: Conversation, _ client: WebClient) throws {
        let stored = try read("/v1/sessions/\(session.id)", client)
        let turns = stored["turns"]?.arrayValue ?? []
        #expect(turns.map { $0["content"]?.stringValue } == session.contents)
        #expect(turns.map { $0["turn_index"]?.intValue } == Array(session.contents.indices))
        #expect(stored["total_turns"]?.intValue == session.contents.count)
        #expect(stored["user_turns"]?.intValue == session.contents.count)
    }

    private func verifyStatistics(_ client: WebClient) throws {
        let statistics = try read("/v1/me/statistics", client)
        #expect(statistics["total_words_learned"]?.intValue == cards.count)
        #expect(statistics["reviews_total"]?.intValue == reviews)
        for maturity in ["new", "learning", "mature"] {
            let count = cards.count { $0.json["maturity"]?.stringValue == maturity }
            #expect(statistics["cards_\(maturity)"]?.intValue == count)
        }
        let listed = try sessionIDs(client)
        #expect(Set(listed) == Set(sessions.map(\.id)))
    }
}
