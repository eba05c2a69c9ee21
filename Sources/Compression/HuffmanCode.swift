/// A canonical Huffman code (RFC 1951, section 3.2.2), read through a table of its short codes and, for the rare long
/// ones, along the counts of its lengths.
struct HuffmanCode {
    /// The longest code, in bits.
    static let maximumLength = 15
    /// The next bits of the input that the table is indexed with.
    static let tableBits = 10
    static let fixedLiterals = HuffmanCode(unchecked: DeflateTables.fixedLengths)
    static let fixedDistances = HuffmanCode(unchecked: DeflateTables.fixedDistanceLengths)

    /// For each value of the next ``tableBits`` bits: the symbol times 16 plus the length of its code; 0 when that is
    /// longer.
    let table: [UInt16]
    private let counts: [Int]
    private let symbols: [Int]

    /// The code of these lengths; nil when there are more codes than bits can distinguish.
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
        var places = [Int](repeating: 0, count: Self.maximumLength + 2)
        for length in 1...Self.maximumLength { places[length + 1] = places[length] + counts[length] }
        var symbols = [Int](repeating: 0, count: places[Self.maximumLength + 1])
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[places[Int(length)]] = symbol
            places[Int(length)] += 1
        }
        self.counts = counts
        self.symbols = symbols
        table = Self.table(counts, symbols)
    }

    private static func table(_ counts: [Int], _ symbols: [Int]) -> [UInt16] {
        var table = [UInt16](repeating: 0, count: 1 << tableBits)
        var code = 0
        var index = 0
        for length in 1...tableBits {
            for _ in 0..<counts[length] {
                // Lengths that were refused may have more codes than there are values.
                guard code < 1 << length else { return table }
                let entry = UInt16(symbols[index] << 4 | length)
                for place in stride(from: reversed(code, length), to: table.count, by: 1 << length) {
                    table[place] = entry
                }
                code += 1
                index += 1
            }
            code <<= 1
        }
        return table
    }

    /// The first bits of a code are the last of the value that it is read as.
    private static func reversed(_ code: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }
    }

    /// The symbol whose code some bits begin with, and the length of that code; nil when no code of up to `available`
    /// bits does.
    func symbol(_ bits: UInt64, available: Int) -> (symbol: Int, length: Int)? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...Self.maximumLength where length <= available {
            value |= Int(bits >> UInt64(length - 1) & 1)
            let count = counts[length]
            if value - count < first { return (symbols[index + (value - first)], length) }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }
}
