/// The bits of a compressed stream (RFC 1951, section 3.1.1), from input that comes in pieces.
struct BitInput {
    private let more: () -> [UInt8]
    private var piece: [UInt8] = []
    private var position = 0
    private(set) var bits: UInt64 = 0
    private(set) var count = 0

    /// - Parameter more: the next piece of the input; an empty one at its end.
    init(_ more: @escaping () -> [UInt8]) { self.more = more }

    /// Takes input until at least so many bits are there, up to 48, or the input ends.
    @inline(__always)
    mutating func fill(_ wanted: Int) {
        while count < wanted {
            if position == piece.count {
                piece = more()
                position = 0
                guard !piece.isEmpty else { return }
            }
            bits |= UInt64(piece[position]) << UInt64(count)
            position += 1
            count += 8
        }
    }

    /// Takes so many bits away.
    @inline(__always)
    mutating func drop(_ taken: Int) {
        bits >>= UInt64(taken)
        count -= taken
    }

    /// The next bits as a number.
    @inline(__always)
    mutating func take(_ wanted: Int) throws(GzipError) -> Int {
        fill(wanted)
        guard count >= wanted else { throw .malformed }
        let value = bits & ((1 << UInt64(wanted)) - 1)
        drop(wanted)
        return Int(value)
    }

    /// Goes on at the next whole byte.
    mutating func align() { drop(count % 8) }

    /// Whether nothing comes any more.
    mutating func isAtEnd() -> Bool {
        fill(8)
        return count == 0
    }

    /// The next symbol of a code.
    @inline(__always)
    mutating func symbol(_ code: HuffmanCode) throws(GzipError) -> Int {
        fill(HuffmanCode.maximumLength)
        let entry = code.table[Int(bits & (1 << UInt64(HuffmanCode.tableBits) - 1))]
        if entry != 0, Int(entry & 15) <= count {
            drop(Int(entry & 15))
            return Int(entry >> 4)
        }
        guard let found = code.symbol(bits, available: count) else { throw .malformed }
        drop(found.length)
        return found.symbol
    }
}
