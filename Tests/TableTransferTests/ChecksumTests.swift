import DynamoModel
import TestSupport
import Testing

@testable import TableTransfer

struct ChecksumTests {
    // The order of the items does not count, what they hold does: one changed value, one lost item, one item for
    // another.
    @Test func orderDoesNotCount() throws {
        let items = try Samples.items(200)
        let sum = checksum(items)
        #expect(checksum(items.reversed()) == sum)
        #expect(checksum(Array(items[..<90])) + checksum(Array(items[90...])) == sum)
        #expect(checksum(Array(items.dropLast())) != sum)
        var changed = items
        changed[7]["new"] = .null
        #expect(checksum(changed) != sum)
        #expect(checksum(changed).count == sum.count)
    }

    // The spelling of a number and the order of a set do not count; the type and the division into parts do.
    @Test func equalItemsHaveEqualForms() throws {
        let one: Item = ["n": try .decimal("1.50"), "s": try .strings("b", "a"), "t": try .numbers("10", "2")]
        let other: Item = ["t": try .numbers("2", "1E1"), "s": try .strings("a", "b"), "n": try .decimal("15e-1")]
        #expect(CanonicalItem.bytes(one) == CanonicalItem.bytes(other))
        let different: [Item] = [
            ["a": "1"], ["a": 1], ["a": .b([0x31])], ["a": ["1"]], ["a": try .strings("1")], ["a": try .numbers("1")],
            ["a": "", "b": ""], ["a": "\u{0}b"], ["a": ""], ["a": .null], ["a": true], ["a": false], ["a": []],
            ["a": [:]], ["a": "é"], ["a": "e\u{301}"], ["a": ["b": [:]]], ["a": [[:]]],
        ]
        #expect(Set(different.map(CanonicalItem.bytes)).count == different.count)
    }

    // Equal items have equal checksums and others do not, whatever they hold.
    @Test func checksumFollowsEquality() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            let (left, right) = (try random.attributes(upTo: 2, depth: 1), try random.attributes(upTo: 2, depth: 1))
            #expect((checksum([left]) == checksum([right])) == (left == right))
        }
    }

    // The sum is reported in 32 digits, and read again.
    @Test func hexadecimal() throws {
        let sum = checksum(try Samples.items(3))
        #expect(sum.hex.utf8.count == 32)
        #expect(TableChecksum.sum(hex: sum.hex) == sum.sum)
        #expect(TableChecksum().hex == String(repeating: "0", count: 32))
        #expect(TableChecksum.sum(hex: "xyz") == nil)
    }
}
