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
                let key = Keys.identityGuard(try Identity(issuer: issuer, subject: subject))
                #expect(key.partition.utf8.filter { $0 == UInt8(ascii: "#") }.count == 2)
                if let other = keys.updateValue((issuer, subject), forKey: key) {
                    #expect(other.0.hasSameBytes(as: issuer) && other.1.hasSameBytes(as: subject))
                }
            }
        }
    }

    // A word's guard is its normal form, whatever its spelling.
    @Test func guardsOfWords() throws {
        let one = Keys.wordGuard(Samples.userID, try Word("CAFE\u{301}  au lait"))
        #expect(one == Keys.wordGuard(Samples.userID, try Word("café au LAIT")))
        #expect(one != Keys.wordGuard(Samples.userID, try Word("cafe au lait")))
        #expect(one.sort == "WORD#café au lait")
    }

    // The longest keys stay within the table's limits.
    @Test func keysFitTheTable() throws {
        let longest = String(repeating: "\u{10FFFD}", count: 63)
        let identity = try Identity(
            issuer: String(longest.dropLast()) + "###", subject: String(repeating: "#", count: 255))
        #expect(Keys.identityGuard(identity).partition.utf8.count <= DynamoLimits.partitionKeySize)
        let word = try Word(String(repeating: "\u{1D7D8}", count: 100))
        let card = try Samples.card(word.text)
        #expect(Keys.word(word, card.flashcardID).utf8.count <= DynamoLimits.sortKeySize)
    }

    // Numbers in keys sort as numbers.
    @Test func paddedNumbers() {
        #expect(Keys.turn(7) == "TURN#00007")
        #expect(Keys.feed(FeedPosition(time: Samples.now, sequence: 42)) == "UPDATED#2026-05-02T10:30:00Z#000000000042")
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
