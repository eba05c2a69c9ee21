import TestSupport
import Testing

@testable import EmbeddedDynamoDB

/// The sketch of the keys that come most often.
@Suite struct FrequentKeysTests {
    // With as many places as keys it is exact.
    @Test func fewKeysAreCounted() {
        var keys = FrequentKeys<String>(capacity: 3)
        for key in ["a", "b", "a", "c", "a", "b"] { keys.add(key, 1) }
        #expect(keys.greatest(2).map(\.key) == ["a", "b"])
        #expect(keys.greatest(3).map(\.count) == [3, 2, 1])
        #expect(keys.greatest(3).allSatisfy { $0.error == 0 } && keys.total == 6)
    }

    // Whatever comes, in memory of 50 keys: no count is too small, none too large by more than a fiftieth of all, and
    // each key with more than that share is there.
    @Test(arguments: 0..<20) func boundsHold(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var keys = FrequentKeys<Int>(capacity: 50)
        var exact: [Int: Double] = [:]
        for _ in 0..<20_000 {
            // Few keys come often, many seldom.
            let key = Int(1 / Double.random(in: 0.0001..<1, using: &random)) * (seed % 3 + 1)
            let amount = Double(Int.random(in: 1...4, using: &random)) / 2
            keys.add(key, amount)
            exact[key, default: 0] += amount
        }
        let all = keys.greatest(50)
        let bound = keys.total / 50
        #expect(all.count == 50 && keys.total == exact.values.reduce(0, +))
        for entry in all {
            let count = exact[entry.key] ?? 0
            #expect(entry.count >= count && entry.count - entry.error <= count && entry.error <= bound)
        }
        for (key, count) in exact where count > bound { #expect(all.contains { $0.key == key }, "\(key)") }
    }
}
