/// A decoding table of Finite State Entropy (RFC 8878, section 4.1).
struct FiniteStateTable {
    struct Entry {
        var symbol: UInt8
        var bitCount: UInt8
        var baseline: UInt16
    }

    let entries: [Entry]
    /// Bits of a state.
    let accuracyLog: Int

    /// A table that has one symbol only.
    init(symbol: UInt8) {
        entries = [Entry(symbol: symbol, bitCount: 0, baseline: 0)]
        accuracyLog = 0
    }

    /// The table of a distribution (section 4.1.1): of each symbol how many states it has, -1 for less than one.
    init(_ counts: [Int], accuracyLog: Int) throws(ZstandardError) {
        let size = 1 << accuracyLog
        var symbols = [UInt8](repeating: 0, count: size)
        var next = counts.map { max(1, $0) }
        var high = size
        for (symbol, count) in counts.enumerated() where count == -1 {
            high -= 1
            guard high >= 0 else { throw .malformed }
            symbols[high] = UInt8(symbol)
        }
        let step = size >> 1 + size >> 3 + 3
        var place = 0
        for (symbol, count) in counts.enumerated() where count > 0 {
            for _ in 0..<count {
                symbols[place] = UInt8(symbol)
                repeat { place = (place + step) & (size - 1) } while place >= high
            }
        }
        guard place == 0 else { throw .malformed }
        entries = symbols.map { symbol in
            let state = next[Int(symbol)]
            next[Int(symbol)] += 1
            let bits = accuracyLog - (Int.bitWidth - 1 - state.leadingZeroBitCount)
            return Entry(symbol: symbol, bitCount: UInt8(bits), baseline: UInt16(state << bits - size))
        }
        self.accuracyLog = accuracyLog
    }

    /// Reads a distribution and takes its bytes away.
    ///
    /// - Parameters:
    ///   - maximumLog: the largest accuracy.
    ///   - maximumSymbol: the largest symbol.
    init(
        _ bytes: inout ArraySlice<UInt8>, maximumLog: Int, maximumSymbol: Int
    ) throws(ZstandardError) {
        var bits = ForwardBits(bytes)
        let log = try bits.read(4) + 5
        guard log <= maximumLog else { throw .malformed }
        var remaining = 1 << log
        var counts: [Int] = []
        while remaining > 0 {
            guard counts.count <= maximumSymbol else { throw .malformed }
            let count = try bits.count(upTo: remaining + 1) - 1
            remaining -= abs(count)
            counts.append(count)
            guard count == 0 else { continue }
            var zeros = 3
            while zeros == 3 {
                zeros = try bits.read(2)
                counts += repeatElement(0, count: zeros)
                guard counts.count <= maximumSymbol + 1 else { throw .malformed }
            }
        }
        guard remaining == 0, counts.count <= maximumSymbol + 1 else { throw .malformed }
        bytes = bytes.dropFirst(bits.byteCount)
        try self.init(counts, accuracyLog: log)
    }
}

/// Bits that are read from their start, the lowest of each byte first.
private struct ForwardBits {
    private let bytes: ArraySlice<UInt8>
    private var position = 0

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Bytes that were begun.
    var byteCount: Int { (position + 7) / 8 }

    mutating func read(_ count: Int) throws(ZstandardError) -> Int {
        guard position + count <= 8 * bytes.count else { throw .malformed }
        defer { position += count }
        return peek(count)
    }

    private func peek(_ count: Int) -> Int {
        var value = 0
        for bit in 0..<count {
            let place = position + bit
            let byte = bytes[bytes.startIndex + place >> 3]
            value |= Int(byte >> UInt8(place & 7) & 1) << bit
        }
        return value
    }

    /// A number up to `most`: small ones take a bit less, as far as the bits allow.
    mutating func count(upTo most: Int) throws(ZstandardError) -> Int {
        let size = Int.bitWidth - most.leadingZeroBitCount
        let low = 1 << (size - 1) - 1
        let threshold = 1 << size - 1 - most
        let short = try read(size - 1)
        if short & low < threshold { return short }
        let value = short | (try read(1)) << (size - 1)
        return value > low ? value - threshold : value
    }
}
