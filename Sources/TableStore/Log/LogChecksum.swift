/// The checksum of a write-ahead log: two sums over words of 32 bits, each of which takes in the other
/// (sqlite.org/fileformat2.html, section 4.2). A frame goes on from the sums of the one before.
struct LogChecksum: Equatable {
    var first: UInt32 = 0
    var second: UInt32 = 0

    /// Adds bytes, whose count is a multiple of eight.
    ///
    /// - Parameter bigEndian: the order of the words, which the log's header gives.
    @inline(__always)
    mutating func add(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool) {
        guard let base = bytes.baseAddress else { return }
        var (one, two) = (first, second)
        var offset = 0
        if bigEndian {
            while offset < bytes.count {
                one = one &+ UInt32(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) &+ two
                two = two &+ UInt32(bigEndian: base.loadUnaligned(fromByteOffset: offset &+ 4, as: UInt32.self)) &+ one
                offset &+= 8
            }
        } else {
            while offset < bytes.count {
                one = one &+ UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) &+ two
                two =
                    two &+ UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset &+ 4, as: UInt32.self)) &+ one
                offset &+= 8
            }
        }
        (first, second) = (one, two)
    }

    /// Whether this is the sum of a message of so many words that differs from the one with `other` by a single bit.
    ///
    /// A difference of one word goes through the rest of the message in a way that does not depend on the other words,
    /// so each place of the bit has one possible difference of the sums: of 2^64 differences 2^16 or so are those of a
    /// bit.
    func isOneBit(from other: LogChecksum, words: Int) -> Bool {
        let (one, two) = (first &- other.first, second &- other.second)
        // What a word that is greater by one adds to the sums: the last word only to the second.
        var (even, odd): ((UInt32, UInt32), (UInt32, UInt32)) = ((1, 1), (0, 1))
        for _ in stride(from: words, to: 0, by: -2) {
            for bit in UInt32(0)..<32 {
                for effect in [even, odd] {
                    let (a, b) = (effect.0 &<< bit, effect.1 &<< bit)
                    if one == a && two == b || one == 0 &- a && two == 0 &- b { return true }
                }
            }
            even = Self.step(even)
            odd = Self.step(odd)
        }
        return false
    }

    /// What becomes of a difference of the sums two words later.
    private static func step(_ difference: (UInt32, UInt32)) -> (UInt32, UInt32) {
        let first = difference.0 &+ difference.1
        return (first, difference.1 &+ first)
    }
}
