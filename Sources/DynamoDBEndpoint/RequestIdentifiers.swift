import Synchronization

/// Makes the ids of requests: 52 characters of `A`–`V` and `0`–`9`, as DynamoDB's are.
///
/// They are unguessable only as far as the seed is; they name requests and protect nothing.
final class RequestIdentifiers: Sendable {
    static let length = 52
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUV".utf8)

    private let state: Atomic<UInt64>

    init(seed: UInt64) { state = Atomic(seed) }

    /// A new id.
    func next() -> [UInt8] {
        // Each id takes five steps of the sequence, of which no other id has any.
        var step = state.wrappingAdd(Self.increment &* 5, ordering: .relaxed).oldValue
        var word: UInt64 = 0
        return [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
            for index in 0..<Self.length {
                if index % 12 == 0 {
                    step &+= Self.increment
                    word = Self.mixed(step)
                }
                buffer[index] = Self.alphabet[Int(word & 31)]
                word >>= 5
            }
            count = Self.length
        }
    }

    // SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
    private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
