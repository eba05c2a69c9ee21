/// Decompression (RFC 1951), a stretch at a time, so that streams of any length take the memory of one stretch.
struct Inflate {
    private enum Stage {
        case header
        case stored(left: Int)
        case codes(literals: HuffmanCode, distances: HuffmanCode)
        case end
    }

    private static let windowSize = 32 * 1024
    private var stage = Stage.header
    private var isLastBlock = false
    /// The last 32 KB that were handed out, and what comes after them.
    private var output: [UInt8] = []

    /// The next stretch of about `wanted` bytes; empty at the end of the stream.
    mutating func next(_ input: inout BitInput, wanted: Int) throws(GzipError) -> ArraySlice<UInt8> {
        if output.count > Self.windowSize { output.removeFirst(output.count - Self.windowSize) }
        let start = output.count
        let end = start + wanted
        while output.count < end {
            switch stage {
            case .header: try header(&input)
            case .stored(let left): try stored(&input, left, until: end)
            case .codes(let literals, let distances): try compressed(&input, literals, distances, until: end)
            case .end: return output[start...]
            }
        }
        return output[start...]
    }

    private mutating func header(_ input: inout BitInput) throws(GzipError) {
        guard !isLastBlock else {
            stage = .end
            return
        }
        isLastBlock = try input.take(1) == 1
        switch try input.take(2) {
        case 0:
            input.align()
            let count = try input.take(16)
            guard try input.take(16) == ~count & 0xffff else { throw .malformed }
            stage = .stored(left: count)
        case 1: stage = .codes(literals: .fixedLiterals, distances: .fixedDistances)
        case 2:
            let (literals, distances) = try Self.dynamicCodes(&input)
            stage = .codes(literals: literals, distances: distances)
        default: throw .malformed
        }
    }

    private mutating func stored(_ input: inout BitInput, _ left: Int, until end: Int) throws(GzipError) {
        let count = min(left, end - output.count)
        for _ in 0..<count { output.append(UInt8(truncatingIfNeeded: try input.take(8))) }
        stage = left == count ? .header : .stored(left: left - count)
    }

    private mutating func compressed(
        _ input: inout BitInput, _ literals: HuffmanCode, _ distances: HuffmanCode, until end: Int
    ) throws(GzipError) {
        while output.count < end {
            let symbol = try input.symbol(literals)
            if symbol < DeflateTables.endOfBlock {
                output.append(UInt8(symbol))
            } else if symbol == DeflateTables.endOfBlock {
                stage = .header
                return
            } else {
                try copy(&input, symbol - DeflateTables.firstLength, distances)
            }
        }
    }

    private mutating func copy(
        _ input: inout BitInput, _ symbol: Int, _ distances: HuffmanCode
    ) throws(GzipError) {
        guard symbol < DeflateTables.lengthBase.count else { throw .malformed }
        let length = DeflateTables.lengthBase[symbol] + (try input.take(DeflateTables.lengthExtra[symbol]))
        let code = try input.symbol(distances)
        guard code < DeflateTables.distanceBase.count else { throw .malformed }
        let distance = DeflateTables.distanceBase[code] + (try input.take(DeflateTables.distanceExtra[code]))
        guard distance <= output.count else { throw .malformed }
        for _ in 0..<length { output.append(output[output.count - distance]) }
    }

    /// The order in which the lengths of the code for lengths stand (section 3.2.7).
    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private static func dynamicCodes(_ input: inout BitInput) throws(GzipError) -> (HuffmanCode, HuffmanCode) {
        let literalCount = try input.take(5) + 257
        let distanceCount = try input.take(5) + 1
        let lengthCount = try input.take(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .malformed }
        var lengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<lengthCount { lengths[lengthOrder[index]] = UInt8(try input.take(3)) }
        guard let code = HuffmanCode(lengths: lengths) else { throw .malformed }
        var all: [UInt8] = []
        while all.count < literalCount + distanceCount { try appendLengths(&input, code, to: &all) }
        guard all.count == literalCount + distanceCount, all[DeflateTables.endOfBlock] > 0,
            let literals = HuffmanCode(lengths: Array(all[..<literalCount])),
            let distances = HuffmanCode(lengths: Array(all[literalCount...]))
        else { throw .malformed }
        return (literals, distances)
    }

    private static func appendLengths(
        _ input: inout BitInput, _ code: HuffmanCode, to lengths: inout [UInt8]
    ) throws(GzipError) {
        let symbol = try input.symbol(code)
        switch symbol {
        case 0...15: lengths.append(UInt8(symbol))
        case 16:
            guard let last = lengths.last else { throw .malformed }
            lengths += repeatElement(last, count: 3 + (try input.take(2)))
        case 17: lengths += repeatElement(0, count: 3 + (try input.take(3)))
        default: lengths += repeatElement(0, count: 11 + (try input.take(7)))
        }
    }
}
