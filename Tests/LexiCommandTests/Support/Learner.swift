import JSONText
import TestSupport

/// A learner who works over REST and keeps a ledger of everything that the service has acknowledged.
///
/// One request is under way at a time, so that after a crash exactly one change may be there or not.
final class Learner {
    /// A card, as the service last answered it, and its acknowledged reviews by id.
    struct Card {
        var json: JSONValue
        var ratings: [(id: String, rating: String)] = []

        var id: String { json["flashcard_id"]?.stringValue ?? "" }
        var word: String { json["word"]?.stringValue ?? "" }
        var version: Int { json["version"]?.intValue ?? 0 }
    }

    /// A session and what was said in it.
    struct Conversation {
        let id: String
        var contents: [String] = []
    }

    /// The change that was asked for and not answered.
    enum Pending {
        case create(word: String)
        case review(card: Int, id: String, rating: String)
        case rename(card: Int, word: String)
        case delete(card: Int)
        case start
        case say(session: Int, content: String)
    }

    let name: String
    let token: String
    var cards: [Card] = []
    var deletedWords: [String] = []
    var sessions: [Conversation] = []
    var reviews = 0
    var pending: Pending?
    private var random: SeededGenerator
    private var serial = 0

    init(_ name: String, seed: UInt64) throws {
        self.name = name
        token = try Serving.token(name, email: "\(name)@example.com")
        random = SeededGenerator(seed: seed)
    }

    func register(port: UInt16) throws {
        let answer = try WebClient(port, token: token).call("POST", "/v1/users", [:])
        guard answer.status == 201 else { throw HelperError("register: \(answer.text)") }
    }

    /// Works until the connection breaks.
    ///
    /// - Parameter acknowledged: called after each change that is in the ledger.
    func work(port: UInt16, acknowledged: () -> Void) throws {
        do {
            let client = try WebClient(port, token: token)
            while true {
                let change = next()
                pending = change
                try perform(change, client)
                pending = nil
                acknowledged()
            }
        } catch is WebClient.Broken {}
    }

    private func next() -> Pending {
        serial += 1
        let content = "\(name)-\(serial)"
        switch random.int(1...20) {
        case 8...13 where !cards.isEmpty:
            let rating = random.pick(["forgot", "hard", "good", "easy"])
            return .review(card: random.int(0...cards.count - 1), id: reviewID(), rating: rating)
        case 14...17 where !sessions.isEmpty:
            return .say(session: random.int(0...sessions.count - 1), content: content)
        case 18 where !cards.isEmpty: return .rename(card: random.int(0...cards.count - 1), word: content)
        case 19 where !cards.isEmpty: return .delete(card: random.int(0...cards.count - 1))
        case 20, 14...17: return .start
        default: return .create(word: content)
        }
    }

    /// A ULID that is made here, as clients do it that must be able to send again.
    private func reviewID() -> String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return "01J" + String((0..<23).map { _ in random.pick(digits) })
    }

    private func perform(_ change: Pending, _ client: WebClient) throws {
        switch change {
        case .create(let word):
            let answer = try expect(
                201, client.call("POST", "/v1/flashcards", ["word": .string(word), "translation_vi": "từ"]))
            cards.append(Card(json: answer))
        case .review(let card, let id, let rating):
            let answer = try expect(
                201,
                client.call(
                    "POST", "/v1/flashcards/\(cards[card].id)/reviews",
                    ["review_id": .string(id), "rating": .string(rating)]))
            applyReview(card, id, rating, answer["flashcard"] ?? .null)
        case .rename(let card, let word):
            let answer = try expect(
                200,
                client.call(
                    "PATCH", "/v1/flashcards/\(cards[card].id)", ["word": .string(word)],
                    headers: ["If-Match": "\"\(cards[card].version)\""]))
            applyRename(card, answer)
        case .delete(let card):
            _ = try expect(
                204,
                client.call(
                    "DELETE", "/v1/flashcards/\(cards[card].id)",
                    headers: ["If-Match": "\"\(cards[card].version)\""]))
            applyDelete(card)
        case .start:
            let answer = try expect(
                201,
                client.call(
                    "POST", "/v1/sessions", ["scenario_id": "ordering-coffee", "learner_role": "Customer"]))
            sessions.append(Conversation(id: answer["session_id"]?.stringValue ?? ""))
        case .say(let session, let content):
            _ = try expect(
                201,
                client.call("POST", "/v1/sessions/\(sessions[session].id)/turns", ["content": .string(content)]))
            sessions[session].contents.append(content)
        }
    }

    private func expect(_ status: Int, _ answer: WebClient.Answer) throws -> JSONValue {
        guard answer.status == status else {
            throw HelperError("\(answer.status) instead of \(status): \(answer.text)")
        }
        return answer.json
    }

    func applyReview(_ card: Int, _ id: String, _ rating: String, _ json: JSONValue) {
        cards[card].json = json
        cards[card].ratings.append((id, rating))
        reviews += 1
    }

    func applyRename(_ card: Int, _ json: JSONValue) {
        deletedWords.append(cards[card].word)
        cards[card].json = json
    }

    func applyDelete(_ card: Int) {
        deletedWords.append(cards[card].word)
        cards.remove(at: card)
    }
}
