import DynamoModel
import Testing

@testable import Lexi

@Suite struct KeyTests {
    static let nasty = [
        "", "a", "a#b", "a%23b", "a%2523b", "#", "%", "##", "a/b", "a\u{0}b", "a\r\nb", "a\u{7F}", "é", "e\u{301}",
        "#\u{301}", "\u{301}", "USER#x", "%", "%%", "日本",
    ]

    // The encoding is injective, keeps components apart, and leaves no control character.
    @Test func encodingIsInjective() {
        let encoded = Self.nasty.map { Array(KeyEncoding.component($0).utf8) }
        for (left, a) in zip(Self.nasty, encoded) {
            #expect(!a.contains(UInt8(ascii: "#")))
            #expect(!a.contains { $0 < 0x20 || $0 == 0x7F })
            for (right, b) in zip(Self.nasty, encoded) {
                #expect((a == b) == left.hasSameBytes(as: right))
            }
        }
    }

    // No pair of issuer and subject has the key of another pair.
    @Test func pairsDoNotRunTogether() throws {
        var keys: [ItemKey: (String, String)] = [:]
        for issuer in Self.nasty where !issuer.isEmpty {
            for subject in Self.nasty where !subject.isEmpty {
                let key = IdentityGuard.key((issuer, subject))
                #expect(key.partition.utf8.filter { $0 == UInt8(ascii: "#") }.count == 2)
                if let other = keys.updateValue((issuer, subject), forKey: key) {
                    #expect(other.0.hasSameBytes(as: issuer) && other.1.hasSameBytes(as: subject))
                }
            }
        }
    }

    // A word's guard is its normal form, whatever its spelling.
    @Test func guardsOfWords() throws {
        let one = WordGuard.key(Samples.userID, try Word("CAFE\u{301}  au lait").normalForm)
        #expect(one == WordGuard.key(Samples.userID, try Word("café au LAIT").normalForm))
        #expect(one != WordGuard.key(Samples.userID, try Word("cafe au lait").normalForm))
        #expect(one.sort == "WORD#café au lait")
    }

    // The longest keys stay within the table's limits.
    @Test func keysFitTheTable() throws {
        let longest = String(repeating: "\u{10FFFD}", count: 63)
        let identity = try Identity(
            issuer: String(longest.dropLast()) + "###", subject: String(repeating: "#", count: 255))
        #expect(
            IdentityGuard.key((identity.issuer, identity.subject)).partition.utf8.count <= DynamoLimits.partitionKeySize
        )
        let word = try Word(String(repeating: "\u{1D7D8}", count: 100))
        let card = try Samples.card(word.text)
        #expect(
            Flashcard.byMaturity.sort.text((word.normalForm, card.flashcardID)).utf8.count <= DynamoLimits.sortKeySize)
    }

    // Numbers in keys sort as numbers.
    @Test func paddedNumbers() {
        #expect(Turn.tableKey.sort.text(7) == "TURN#00007")
        #expect(Turn.tableKey.sort.read("TURN#00007") == 7)
        let row = FeedRow.key(Samples.userID, FeedPosition(time: Samples.now, sequence: 42))
        #expect(row.sort == "UPDATED#2026-05-02T10:30:00Z#000000000042")
        for text in ["7", "007", "-0007", "+0007", "0000x", "", "٠٠٠٠٧"] { #expect(TurnNumber(keyText: text) == nil) }
    }

    // What stands in a key comes back as it was, and a text of another shape is not taken for a key.
    @Test func keysAreReadBack() throws {
        for (first, second) in Self.nasty.flatMap({ first in Self.nasty.map { (first, $0) } }) {
            let key = IdentityGuard.tableKey.partition
            let read = try #require(key.read(key.text((first, second))))
            #expect(read.0.hasSameBytes(as: first) && read.1.hasSameBytes(as: second))
        }
        let card = try Samples.card()
        let row = try Flashcard.ofSession.components(of: card.item)
        #expect(row.partition == card.source?.sessionID)
        #expect(row.sort.0.value == card.source?.turnIndex && row.sort.1 == card.flashcardID)
        let due = Flashcard.due.sort
        for text in ["", "DUE#", "DUE#2026-05-02T10:30:00Z", "DUE#2026-05-02T10:30:00Z#x", "CREATED#", "DUE#%#%"] {
            #expect(due.read(text) == nil)
        }
        for text in ["WORD#a%2", "WORD#a%2g", "WORD#%61", "WORD#a%23#"] {
            #expect(WordGuard.tableKey.sort.read(text) == nil)
        }
        var damaged = card.item
        damaged["GSI4SK"] = "TURN#7#x"
        #expect(throws: CorruptItem.self) { try Flashcard.ofSession.components(of: damaged) }
    }

    // A range has both of its ends, whatever follows them in the key, and a key lies on one side of it.
    @Test func ranges() throws {
        let (id, next) = (try Samples.card().flashcardID, Samples.now.adding(seconds: 1))
        let range = AccessPatterns.due.call(Samples.userID, .between(Samples.now, next)).range
        let due = { (time: Timestamp) in Flashcard.due.sort.text((time, id)) }
        #expect(range.side(of: due(Samples.now.adding(seconds: -1))) == .before)
        #expect(range.side(of: due(Samples.now)) == .inside)
        #expect(range.side(of: due(next)) == .inside)
        #expect(range.side(of: due(next.adding(seconds: 1))) == .after)
        #expect(AccessPatterns.due.call(Samples.userID, .between(next, Samples.now)).range.isEmpty)
        let open = AccessPatterns.due.call(Samples.userID, .all).range
        #expect(open.side(of: due(.minimum)) == .inside && open.side(of: due(.maximum)) == .inside)
        #expect(open.side(of: "CREATED#") == .before && open.side(of: "USER#") == .after)
        let words = AccessPatterns.wordPrefix.call(Samples.userID, "a#").range
        #expect(words.side(of: "WORD#a%23b") == .inside)
        #expect(words.side(of: "WORD#a") == .before && words.side(of: "WORD#b") == .after)
        let turns = AccessPatterns.turns.call(Samples.session().sessionID, .from(9)).range
        #expect(turns.side(of: "TURN#00008") == .before && turns.side(of: "TURN#99999") == .inside)
        #expect(turns.side(of: "UPDATED#") == .after)
    }

    // A shard is always the same for an id, within its bounds, and ids spread over all shards.
    @Test func shards() {
        var seen = [Int](repeating: 0, count: Shard.users)
        for number in 0..<800 {
            let id = ULID(high: 0x0190_0000_0000_0000, low: UInt64(number)).text
            let shard = Shard.of(id, count: Shard.users)
            #expect(shard == Shard.of(id, count: Shard.users))
            seen[shard] += 1
        }
        #expect(seen.allSatisfy { $0 > 50 })
        #expect(Shard.of("01ARZ3NDEKTSV4RRFFQ69G5FAV", count: 8) == Self.pinnedShard)
    }

    /// Stored keys depend on the hash: it must never change.
    static let pinnedShard = 2
}
