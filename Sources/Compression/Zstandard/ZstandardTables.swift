/// The fixed tables of Zstandard's sequences (RFC 8878, section 3.1.1.3.2).
enum ZstandardTables {
    /// A kind of code: how it is read when nothing else is said, and what its symbols stand for.
    struct Kind {
        let standard: [Int]
        let standardLog: Int
        let maximumLog: Int
        let maximumSymbol: Int
    }

    static let literals = Kind(
        standard: [
            4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
            -1,
        ], standardLog: 6, maximumLog: 9, maximumSymbol: 35)
    static let offsets = Kind(
        standard: [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
        standardLog: 5, maximumLog: 8, maximumSymbol: 31)
    static let matches = Kind(
        standard: [1, 4, 3, 2, 2, 2, 2, 2, 2] + [Int](repeating: 1, count: 37) + [Int](repeating: -1, count: 7),
        standardLog: 6, maximumLog: 9, maximumSymbol: 52)

    /// Of each code its least value and the bits that are added.
    static let literalLengths: [(base: Int, bits: Int)] =
        (0..<16).map { ($0, 0) }
        + [
            (16, 1), (18, 1), (20, 1), (22, 1), (24, 2), (28, 2), (32, 3), (40, 3), (48, 4), (64, 6), (128, 7),
            (256, 8),
            (512, 9), (1024, 10), (2048, 11), (4096, 12), (8192, 13), (16384, 14), (32768, 15), (65536, 16),
        ]
    static let matchLengths: [(base: Int, bits: Int)] =
        (0..<32).map { ($0 + 3, 0) }
        + [
            (35, 1), (37, 1), (39, 1), (41, 1), (43, 2), (47, 2), (51, 3), (59, 3), (67, 4), (83, 4), (99, 5), (131, 7),
            (259, 8), (515, 9), (1027, 10), (2051, 11), (4099, 12), (8195, 13), (16387, 14), (32771, 15), (65539, 16),
        ]
}
