import DynamoModel
import EmbeddedDynamoDB
import Lexi
import Testing
import TableStore

/// Reads a whole table that nobody serves, and holds its items against each other: nothing may be half-written.
///
/// It looks at the attributes themselves, apart from the repositories.
struct Audit {
    private(set) var items: [Item] = []

    init(data: String) async throws {
        var options = TableEngine.Options()
        options.isReadOnly = true
        let engine = try TableEngine.open(path: data + "/lexi.sqlite", options: options)
        var start: Item?
        repeat {
            let page = try await engine.scan(ScanRequest(tableName: "LexiApp", exclusiveStartKey: start))
            items += page.items
            start = page.lastEvaluatedKey
        } while start != nil
        await engine.close()
    }

    private func text(_ item: Item, _ name: String) -> String {
        if case .s(let text)? = item[name] { return text }
        return ""
    }

    private func number(_ item: Item, _ name: String) -> Int? {
        if case .n(let number)? = item[name] { return Int(number.description) }
        return nil
    }

    /// The words of all cards.
    var words: Set<String> { Set(all("FLASHCARD#", "METADATA#FLASHCARD").map { text($0, "word") }) }

    private func all(_ partition: String, _ sort: String) -> [Item] {
        items.filter { text($0, "PK").hasPrefix(partition) && text($0, "SK").hasPrefix(sort) }
    }

    /// Holds cards, guards, reviews, turns, statistics and the change feed against each other.
    func expectWhole() {
        let cards = all("FLASHCARD#", "METADATA#FLASHCARD")
        let guards = all("USER#", "WORD#")
        let guarded = guards.map { "\(text($0, "PK")) \(text($0, "SK")) \(text($0, "flashcard_id"))" }
        let owned = cards.map {
            "USER#\(text($0, "user_id")) WORD#\(text($0, "word").lowercased()) \(text($0, "flashcard_id"))"
        }
        #expect(Set(guarded) == Set(owned), "word guards and cards differ")
        #expect(guarded.count == owned.count)
        let logs = Dictionary(grouping: all("FLASHCARD#", "REVIEWED#")) { text($0, "PK") }
        for card in cards {
            #expect(number(card, "review_count") == logs[text(card, "PK")]?.count ?? 0, "a log and its card differ")
        }
        expectTurnsWithoutGaps()
        expectStatistics(cards)
        expectFeed(cards)
    }

    private func expectTurnsWithoutGaps() {
        let turns = Dictionary(grouping: all("SESSION#", "TURN#")) { text($0, "PK") }
        for session in all("SESSION#", "METADATA#SESSION") {
            let found = (turns[text(session, "PK")] ?? []).compactMap { number($0, "turn_index") }.sorted()
            #expect(found == Array(0..<(number(session, "total_turns") ?? -1)))
        }
    }

    private func expectStatistics(_ cards: [Item]) {
        let owned = Dictionary(grouping: cards) { text($0, "user_id") }
        for statistics in all("USER#", "METADATA#STATS") {
            let mine = owned[text(statistics, "user_id")] ?? []
            #expect(number(statistics, "total_words_learned") == mine.count)
            for maturity in ["new", "learning", "mature"] {
                let count = mine.count { text($0, "maturity") == maturity }
                #expect(number(statistics, "cards_\(maturity)") == count)
            }
            let days = all(text(statistics, "PK"), "DAY#").compactMap { number($0, "reviews") }
            let open = statistics["open_day_counters"]?.list?.first?.int ?? 0
            #expect(number(statistics, "reviews_total") == days.reduce(open, +))
        }
    }

    /// Every living entity has the one feed row that it remembers, and no row leads nowhere but tombstones.
    private func expectFeed(_ cards: [Item]) {
        let rows = all("USER#", "UPDATED#")
        let positions = rows.map { "\(text($0, "PK")) \(number($0, "feed_sequence") ?? -1)" }
        #expect(Set(positions).count == rows.count, "two feed rows have one sequence number")
        let entities =
            cards.map { ($0, "flashcard_id") } + all("SESSION#", "METADATA#SESSION").map { ($0, "session_id") }
        let living = rows.filter { $0["ttl"] == nil && text($0, "entity_kind") != "user" }
        let told = Set(living.map { "\(text($0, "entity_id")) \(number($0, "feed_sequence") ?? -1)" })
        let remembered = Set(entities.map { "\(text($0.0, $0.1)) \(number($0.0, "feed_sequence") ?? -1)" })
        #expect(told == remembered, "feed rows and entities differ")
    }
}
