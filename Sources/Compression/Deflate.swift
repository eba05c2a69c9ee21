/// Compression (RFC 1951) with the fixed codes: repeated stretches within 32 KB are found through a hash of their first
/// four bytes, greedily. JSON of items becomes a quarter to a tenth of its size, at a cost that suits an event loop.
struct Deflate {
    private static let windowSize = 32 * 1024
    private static let hashBits: UInt32 = 14
    private static let shortest = 4
    private static let longest = 258

    private var output: [UInt8]
    private var bits: UInt64 = 0
    private var bitCount: UInt64 = 0

    /// Appends the compressed form of some bytes to `output`.
    static func append(_ input: [UInt8], to output: inout [UInt8]) {
        var deflate = Deflate(output: output)
        output = []
        deflate.run(input)
        output = deflate.output
    }

    private init(output: [UInt8]) { self.output = output }

    /// Nothing yet, to be compressed in pieces.
    init() { output = [] }

    private mutating func run(_ input: [UInt8]) {
        putBlock(input, isLast: true)
        if bitCount > 0 { output.append(UInt8(truncatingIfNeeded: bits)) }
    }

    /// One block of type 1.
    private mutating func putBlock(_ input: [UInt8], isLast: Bool) {
        put(isLast ? 0b011 : 0b010, 3)
        input.withUnsafeBufferPointer { compress($0) }
        put(FixedCodes.literals[DeflateTables.endOfBlock])
    }

    /// Compresses a piece, in which nothing refers to the pieces before it. Returns what is complete; bits may be left
    /// over.
    mutating func next(_ piece: [UInt8]) -> [UInt8] {
        putBlock(piece, isLast: false)
        defer { output = [] }
        return output
    }

    /// Ends the stream: an empty last block, and the bits that were left over.
    mutating func end() -> [UInt8] {
        run([])
        defer { output = [] }
        return output
    }

    private mutating func compress(_ input: UnsafeBufferPointer<UInt8>) {
        var latest = [Int32](repeating: -1, count: 1 << Int(Self.hashBits))
        var position = 0
        while position < input.count {
            let match = Self.match(input, position, &latest)
            guard match.length >= Self.shortest else {
                put(FixedCodes.literals[Int(input[position])])
                position += 1
                continue
            }
            put(length: match.length)
            put(distance: match.distance)
            position += match.length
        }
    }

    /// The stretch before `position` that begins with the same bytes; the position takes its place in the table.
    private static func match(
        _ input: UnsafeBufferPointer<UInt8>, _ position: Int, _ latest: inout [Int32]
    ) -> (length: Int, distance: Int) {
        guard position + shortest <= input.count else { return (0, 0) }
        let word = UnsafeRawBufferPointer(input).loadUnaligned(fromByteOffset: position, as: UInt32.self)
        let slot = Int((word &* 0x9e37_79b1) >> (32 - hashBits))
        let candidate = Int(latest[slot])
        latest[slot] = Int32(truncatingIfNeeded: position)
        guard candidate >= 0, position - candidate <= windowSize else { return (0, 0) }
        let most = min(longest, input.count - position)
        var length = 0
        while length < most, input[candidate + length] == input[position + length] { length += 1 }
        return (length, position - candidate)
    }

    private mutating func put(length: Int) {
        let index = Int(FixedCodes.lengthIndex[length])
        put(FixedCodes.literals[DeflateTables.firstLength + index])
        put(UInt64(length - DeflateTables.lengthBase[index]), UInt64(DeflateTables.lengthExtra[index]))
    }

    private mutating func put(distance: Int) {
        var low = 0
        var high = DeflateTables.distanceBase.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if DeflateTables.distanceBase[middle] <= distance { low = middle } else { high = middle - 1 }
        }
        put(FixedCodes.distances[low])
        put(UInt64(distance - DeflateTables.distanceBase[low]), UInt64(DeflateTables.distanceExtra[low]))
    }

    private mutating func put(_ code: FixedCodes.Code) { put(UInt64(code.bits), UInt64(code.count)) }

    private mutating func put(_ value: UInt64, _ count: UInt64) {
        bits |= value << bitCount
        bitCount += count
        while bitCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }
}

/// The fixed codes, their bits in the order in which they are sent.
private enum FixedCodes {
    struct Code {
        let bits: UInt16
        let count: UInt8
    }

    static let literals = codes(of: DeflateTables.fixedLengths)
    static let distances = codes(of: DeflateTables.fixedDistanceLengths)
    /// The index of the symbol for each length.
    static let lengthIndex: [UInt8] = (0...258).map { length in
        UInt8(DeflateTables.lengthBase.lastIndex { $0 <= length } ?? 0)
    }

    /// Codes of one length follow each other in the order of their symbols (section 3.2.2).
    private static func codes(of lengths: [UInt8]) -> [Code] {
        var next = 0
        var first = [Int](repeating: 0, count: 16)
        for length in 1..<16 {
            first[length] = next
            next = (next + lengths.count { Int($0) == length }) << 1
        }
        return lengths.map { length in
            defer { first[Int(length)] += 1 }
            return Code(bits: reversed(first[Int(length)], length), count: length)
        }
    }

    private static func reversed(_ code: Int, _ count: UInt8) -> UInt16 {
        (0..<Int(count)).reduce(0) { $0 << 1 | UInt16(code >> $1 & 1) }
    }
}
