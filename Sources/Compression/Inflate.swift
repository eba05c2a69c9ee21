/// Decompression (RFC 1951). Each code is read bit by bit along the counts of its lengths: small tables, quick enough for requests,
/// which are seldom compressed.
struct Inflate {
    private let input: [UInt8]
    private var position: Int
    private var bits: UInt64 = 0
    private var bitCount = 0
    private let start: Int
    private let limit: Int
    private var output: [UInt8]

    /// Appends what a stream holds to `output`, up to `limit` bytes in all, and returns where the stream ends.
    static func append(
        _ input: [UInt8], from position: Int, to output: inout [UInt8], limit: Int
    ) throws(GzipError) -> Int {
        var inflate = Inflate(input: input, position: position, output: output, limit: limit)
        output = []
        try inflate.run()
        output = inflate.output
        // Whole bytes that were taken ahead go back.
        return inflate.position - inflate.bitCount / 8
    }

    private init(input: [UInt8], position: Int, output: [UInt8], limit: Int) {
        self.input = input
        self.position = position
        self.output = output
        self.limit = limit
        start = output.count
    }

    private mutating func run() throws(GzipError) {
        var isLast = false
        while !isLast {
            isLast = try take(1) == 1
            switch try take(2) {
            case 0: try stored()
            case 1: try compressed(.fixedLiterals, .fixedDistances)
            case 2:
                let (literals, distances) = try dynamicCodes()
                try compressed(literals, distances)
            default: throw .malformed
            }
        }
    }

    private mutating func stored() throws(GzipError) {
        _ = try take(bitCount % 8)
        let count = try take(16)
        guard try take(16) == ~count & 0xffff else { throw .malformed }
        for _ in 0..<count { try append(UInt8(truncatingIfNeeded: try take(8))) }
    }

    private mutating func compressed(_ literals: HuffmanCode, _ distances: HuffmanCode) throws(GzipError) {
        while true {
            let symbol = try decode(literals)
            if symbol < DeflateTables.endOfBlock {
                try append(UInt8(symbol))
            } else if symbol == DeflateTables.endOfBlock {
                return
            } else {
                try copy(symbol - DeflateTables.firstLength, distances)
            }
        }
    }

    private mutating func copy(_ symbol: Int, _ distances: HuffmanCode) throws(GzipError) {
        guard symbol < DeflateTables.lengthBase.count else { throw .malformed }
        let length = DeflateTables.lengthBase[symbol] + (try take(DeflateTables.lengthExtra[symbol]))
        let code = try decode(distances)
        guard code < DeflateTables.distanceBase.count else { throw .malformed }
        let distance = DeflateTables.distanceBase[code] + (try take(DeflateTables.distanceExtra[code]))
        // The window begins with this member of the file.
        guard distance <= output.count - start else { throw .malformed }
        guard output.count + length <= limit else { throw .tooLarge(limit) }
        for _ in 0..<length { output.append(output[output.count - distance]) }
    }

    private mutating func append(_ byte: UInt8) throws(GzipError) {
        guard output.count < limit else { throw .tooLarge(limit) }
        output.append(byte)
    }

    /// The order in which the lengths of the code for lengths stand (section 3.2.7).
    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func dynamicCodes() throws(GzipError) -> (HuffmanCode, HuffmanCode) {
        let literalCount = try take(5) + 257
        let distanceCount = try take(5) + 1
        let lengthCount = try take(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .malformed }
        var lengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<lengthCount { lengths[Self.lengthOrder[index]] = UInt8(try take(3)) }
        guard let code = HuffmanCode(lengths: lengths) else { throw .malformed }
        var all: [UInt8] = []
        while all.count < literalCount + distanceCount { try appendLengths(code, to: &all) }
        guard all.count == literalCount + distanceCount, all[DeflateTables.endOfBlock] > 0,
            let literals = HuffmanCode(lengths: Array(all[..<literalCount])),
            let distances = HuffmanCode(lengths: Array(all[literalCount...]))
        else { throw .malformed }
        return (literals, distances)
    }

    private mutating func appendLengths(_ code: HuffmanCode, to lengths: inout [UInt8]) throws(GzipError) {
        let symbol = try decode(code)
        switch symbol {
        case 0...15: lengths.append(UInt8(symbol))
        case 16:
            guard let last = lengths.last else { throw .malformed }
            lengths += repeatElement(last, count: 3 + (try take(2)))
        case 17: lengths += repeatElement(0, count: 3 + (try take(3)))
        default: lengths += repeatElement(0, count: 11 + (try take(7)))
        }
    }

    private mutating func take(_ count: Int) throws(GzipError) -> Int {
        while bitCount < count {
            guard position < input.count else { throw .malformed }
            bits |= UInt64(input[position]) << UInt64(bitCount)
            position += 1
            bitCount += 8
        }
        let value = bits & ((1 << UInt64(count)) - 1)
        bits >>= UInt64(count)
        bitCount -= count
        return Int(value)
    }

    private mutating func decode(_ code: HuffmanCode) throws(GzipError) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1..<code.counts.count {
            value |= try take(1)
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + (value - first)] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .malformed
    }
}

/// A canonical Huffman code (section 3.2.2): how many codes each length has, and the symbols in the order of their codes.
private struct HuffmanCode {
    static let maximumLength = 15
    static let fixedLiterals = HuffmanCode(unchecked: DeflateTables.fixedLengths)
    static let fixedDistances = HuffmanCode(unchecked: DeflateTables.fixedDistanceLengths)

    let counts: [Int]
    let symbols: [Int]

    /// The code of these lengths; nil when there are more codes than bits can tell apart.
    init?(lengths: [UInt8]) {
        self.init(unchecked: lengths)
        var left = 1
        for length in 1...Self.maximumLength {
            left = left << 1 - counts[length]
            guard left >= 0 else { return nil }
        }
    }

    private init(unchecked lengths: [UInt8]) {
        var counts = [Int](repeating: 0, count: Self.maximumLength + 1)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        self.counts = counts
        symbols = (1...UInt8(Self.maximumLength)).flatMap { length in
            lengths.indices.filter { lengths[$0] == length }
        }
    }
}
