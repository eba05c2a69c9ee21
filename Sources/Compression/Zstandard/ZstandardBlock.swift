/// Reads compressed blocks of Zstandard (RFC 8878, section 3.1.1.3). What blocks take over from those before them stays
/// in it.
struct ZstandardBlock {
    /// The most bytes that a block stands for.
    static let maximumSize = 128 * 1024

    private var huffman: ZstandardHuffman?
    private var tables: [FiniteStateTable?] = [nil, nil, nil]
    private var offsets = [1, 4, 8]

    /// Appends what a block stands for to the output, of which it may repeat parts.
    mutating func append(_ block: ArraySlice<UInt8>, to output: inout [UInt8]) throws(ZstandardError) {
        var rest = block
        let literals = try literals(&rest)
        let end = output.count + Self.maximumSize
        try execute(try sequences(&rest), literals, until: end, &output)
    }

    // MARK: Literals

    private mutating func literals(_ rest: inout ArraySlice<UInt8>) throws(ZstandardError) -> [UInt8] {
        guard let first = rest.first.map(Int.init) else { throw .malformed }
        let (kind, format) = (first & 3, first >> 2 & 3)
        if kind < 2 {
            let size: Int
            switch format {
            case 1: size = try Self.take(2, &rest) >> 4
            case 3: size = try Self.take(3, &rest) >> 4
            default: size = try Self.take(1, &rest) >> 3
            }
            guard size <= Self.maximumSize else { throw .malformed }
            if kind == 0 { return Array(try Self.slice(size, &rest)) }
            guard let byte = rest.popFirst() else { throw .malformed }
            return [UInt8](repeating: byte, count: size)
        }
        let bits = [10, 10, 14, 18][format]
        let sizes = try Self.take([3, 3, 4, 5][format], &rest) >> 4
        let mask = 1 << bits - 1
        var part = try Self.slice(sizes >> bits & mask, &rest)
        guard sizes & mask <= Self.maximumSize else { throw .malformed }
        if kind == 2 { huffman = try ZstandardHuffman(&part) }
        guard let huffman else { throw .malformed }
        return try Self.literals(sizes & mask, huffman, part, isOne: format == 0)
    }

    private static func literals(
        _ count: Int, _ huffman: ZstandardHuffman, _ bytes: ArraySlice<UInt8>, isOne: Bool
    ) throws(ZstandardError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count)
        guard !isOne else {
            try huffman.append(count, of: bytes, to: &output)
            return output
        }
        var rest = bytes
        let sizes = [try take(2, &rest), try take(2, &rest), try take(2, &rest)]
        let part = (count + 3) / 4
        guard 3 * part <= count else { throw .malformed }
        for size in sizes { try huffman.append(part, of: try slice(size, &rest), to: &output) }
        try huffman.append(count - 3 * part, of: rest, to: &output)
        return output
    }

    // MARK: Sequences

    private struct Sequences {
        var count: Int
        var bits: BackwardBits?
    }

    private mutating func sequences(_ rest: inout ArraySlice<UInt8>) throws(ZstandardError) -> Sequences {
        var count = try Self.take(1, &rest)
        if count == 255 {
            count = try Self.take(2, &rest) + 0x7F00
        } else if count >= 128 {
            count = (count - 128) << 8 + (try Self.take(1, &rest))
        }
        guard count > 0 else {
            guard rest.isEmpty else { throw .malformed }
            return Sequences(count: 0, bits: nil)
        }
        let modes = try Self.take(1, &rest)
        guard modes & 3 == 0 else { throw .malformed }
        for (index, kind) in [ZstandardTables.literals, ZstandardTables.offsets, ZstandardTables.matches].enumerated() {
            try readTable(index, kind, mode: modes >> (6 - 2 * index) & 3, &rest)
        }
        return Sequences(count: count, bits: try BackwardBits(rest))
    }

    private mutating func readTable(
        _ index: Int, _ kind: ZstandardTables.Kind, mode: Int, _ rest: inout ArraySlice<UInt8>
    ) throws(ZstandardError) {
        switch mode {
        case 0: tables[index] = try FiniteStateTable(kind.standard, accuracyLog: kind.standardLog)
        case 1:
            guard let symbol = rest.popFirst(), symbol <= kind.maximumSymbol else { throw .malformed }
            tables[index] = FiniteStateTable(symbol: symbol)
        case 2:
            tables[index] = try FiniteStateTable(
                &rest, maximumLog: kind.maximumLog, maximumSymbol: kind.maximumSymbol)
        default: guard tables[index] != nil else { throw .malformed }
        }
    }

    private mutating func execute(
        _ sequences: Sequences, _ literals: [UInt8], until end: Int, _ output: inout [UInt8]
    ) throws(ZstandardError) {
        var used = 0
        if var bits = sequences.bits, let lengths = tables[0], let offsets = tables[1], let matches = tables[2] {
            var states = (
                bits.read(lengths.accuracyLog), bits.read(offsets.accuracyLog), bits.read(matches.accuracyLog)
            )
            for number in 1...sequences.count {
                let entries = (lengths.entries[states.0], offsets.entries[states.1], matches.entries[states.2])
                let code = Int(entries.1.symbol)
                let offset = 1 << code + bits.read(code)
                let match = ZstandardTables.matchLengths[Int(entries.2.symbol)]
                let matchLength = match.base + bits.read(match.bits)
                let literal = ZstandardTables.literalLengths[Int(entries.0.symbol)]
                let literalLength = literal.base + bits.read(literal.bits)
                guard bits.position >= 0, used + literalLength <= literals.count else { throw .malformed }
                output += literals[used..<used + literalLength]
                used += literalLength
                try copy(matchLength, back: distance(offset, afterLiterals: literalLength > 0), until: end, &output)
                guard number < sequences.count else { break }
                states.0 = Int(entries.0.baseline) + bits.read(Int(entries.0.bitCount))
                states.2 = Int(entries.2.baseline) + bits.read(Int(entries.2.bitCount))
                states.1 = Int(entries.1.baseline) + bits.read(Int(entries.1.bitCount))
            }
            guard bits.position == 0 else { throw .malformed }
        }
        output += literals[used...]
        guard output.count <= end else { throw .malformed }
    }

    /// The distance that an offset stands for; the last three are remembered (section 3.1.1.5).
    private mutating func distance(_ value: Int, afterLiterals: Bool) -> Int {
        if value > 3 {
            offsets = [value - 3, offsets[0], offsets[1]]
            return value - 3
        }
        let index = value - 1 + (afterLiterals ? 0 : 1)
        guard index > 0 else { return offsets[0] }
        let distance = index < 3 ? offsets[index] : offsets[0] - 1
        offsets = index > 1 ? [distance, offsets[0], offsets[1]] : [distance, offsets[0], offsets[2]]
        return distance
    }

    private func copy(
        _ count: Int, back distance: Int, until end: Int, _ output: inout [UInt8]
    ) throws(ZstandardError) {
        guard distance > 0, distance <= output.count, output.count + count <= end else { throw .malformed }
        for _ in 0..<count { output.append(output[output.count - distance]) }
    }

    // MARK: Bytes

    /// A number of so many bytes, the lowest first.
    static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(ZstandardError) -> Int {
        var value = 0
        for (index, byte) in try slice(count, &rest).enumerated() { value |= Int(byte) << (8 * index) }
        return value
    }

    static func slice(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(ZstandardError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .malformed }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
