/// A number from 0 on with leading zeros, so that texts sort as the numbers do up to so many digits.
struct Padded<let digits: Int>: KeyComponent, Hashable, ExpressibleByIntegerLiteral {
    let value: Int

    init(_ value: Int) { self.value = value }
    init(integerLiteral value: Int) { self.value = value }

    var keyText: String { KeyEncoding.padded(value, digits) }

    init?(keyText: String) {
        guard let value = Int(keyText), KeyEncoding.padded(value, digits) == keyText else { return nil }
        self.value = value
    }
}

/// The number of a shard: one digit.
typealias ShardNumber = Padded<1>

/// The number of a turn in its session.
typealias TurnNumber = Padded<5>

/// A scenario's place in the list.
typealias OrderNumber = Padded<6>

/// A place in a user's change feed.
typealias SequenceNumber = Padded<12>
