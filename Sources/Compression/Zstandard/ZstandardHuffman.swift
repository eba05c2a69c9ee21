/// A Huffman code of Zstandard's literals (RFC 8878, section 4.2).
struct ZstandardHuffman {
    private static let maximumBits = 11
    private static let maximumWeightLog = 6

    /// For each value of the next bits: the symbol, and the length of its code above it.
    private let table: [UInt16]
    private let bits: Int

    /// Reads a code and takes its bytes away.
    init(_ bytes: inout ArraySlice<UInt8>) throws(ZstandardError) {
        guard let head = bytes.popFirst().map(Int.init) else { throw .malformed }
        let isPlain = head >= 128
        let size = isPlain ? (head - 127 + 1) / 2 : head
        guard size <= bytes.count else { throw .malformed }
        let part = bytes.prefix(size)
        bytes = bytes.dropFirst(size)
        try self.init(isPlain ? Self.plain(part, count: head - 127) : try Self.packed(part))
    }

    private static func plain(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8] {
        (0..<count).map { index in
            let byte = bytes[bytes.startIndex + index / 2]
            return index % 2 == 0 ? byte >> 4 : byte & 15
        }
    }

    /// Weights in two interleaved streams of states, until the bits end.
    private static func packed(_ bytes: ArraySlice<UInt8>) throws(ZstandardError) -> [UInt8] {
        var rest = bytes
        let table = try FiniteStateTable(&rest, maximumLog: maximumWeightLog, maximumSymbol: 255)
        var bits = try BackwardBits(rest)
        var states = (bits.read(table.accuracyLog), bits.read(table.accuracyLog))
        guard bits.position >= 0 else { throw .malformed }
        var weights: [UInt8] = []
        while weights.count < 255 {
            let entry = table.entries[states.0]
            weights.append(entry.symbol)
            states.0 = Int(entry.baseline) + bits.read(Int(entry.bitCount))
            if bits.position < 0 {
                weights.append(table.entries[states.1].symbol)
                return weights
            }
            swap(&states.0, &states.1)
        }
        throw .malformed
    }

    /// The code of these weights; that of the last symbol follows from the others.
    private init(_ weights: [UInt8]) throws(ZstandardError) {
        guard weights.count < 256, weights.allSatisfy({ $0 <= Self.maximumBits }) else { throw .malformed }
        let sum = weights.reduce(0) { $0 + ($1 > 0 ? 1 << (Int($1) - 1) : 0) }
        guard sum > 0 else { throw .malformed }
        let bits = Int.bitWidth - sum.leadingZeroBitCount
        let left = 1 << bits - sum
        guard bits <= Self.maximumBits, left.nonzeroBitCount == 1 else { throw .malformed }
        let all = weights + [UInt8(Int.bitWidth - left.leadingZeroBitCount)]
        var table = [UInt16](repeating: 0, count: 1 << bits)
        var place = 0
        for weight in 1...UInt8(bits + 1) {
            for (symbol, own) in all.enumerated() where own == weight {
                let length = bits + 1 - Int(weight)
                let count = 1 << (bits - length)
                guard length > 0, place + count <= table.count else { throw .malformed }
                for index in place..<place + count { table[index] = UInt16(length << 8 | symbol) }
                place += count
            }
        }
        guard place == table.count else { throw .malformed }
        self.table = table
        self.bits = bits
    }

    /// Reads so many symbols, which have to be all.
    func append(_ count: Int, of bytes: ArraySlice<UInt8>, to output: inout [UInt8]) throws(ZstandardError) {
        var input = try BackwardBits(bytes)
        var state = input.read(bits)
        let mask = 1 << bits - 1
        for _ in 0..<count {
            let entry = table[state]
            output.append(UInt8(truncatingIfNeeded: entry))
            let length = Int(entry >> 8)
            state = (state << length | input.read(length)) & mask
        }
        guard input.position == -bits else { throw .malformed }
    }
}
