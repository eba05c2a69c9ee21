/// Compresses a text (RFC 1951, without a frame) in pieces, each of which needs the memory of one piece only.
public struct RawDeflate: Sendable {
    private var deflate = Deflate()

    /// Nothing yet.
    public init() {}

    /// The next bytes, for the next piece.
    public mutating func next(_ piece: [UInt8]) -> [UInt8] { deflate.next(piece) }

    /// The last bytes.
    public mutating func end() -> [UInt8] { deflate.end() }
}

/// Reads what was compressed (RFC 1951, without a frame), a stretch at a time.
public struct RawInflate {
    private static let stretch = 64 * 1024

    private var input: BitInput
    private var inflate = Inflate()

    /// - Parameter more: the next piece of the input; an empty one at its end.
    public init(_ more: @escaping () -> [UInt8]) { input = BitInput(more) }

    /// The next stretch; empty at the end of the text.
    /// - Throws: `malformed` when it is not such a text or breaks off.
    public mutating func next() throws(GzipError) -> ArraySlice<UInt8> {
        try inflate.next(&input, wanted: Self.stretch)
    }
}
