import Digests

/// Makes a gzip file (RFC 1952) of one member in pieces, so that a long text needs the memory of one piece only.
public struct GzipStream: Sendable {
    private var deflate = Deflate()
    private var checksum = CRC32()
    private var count: UInt32 = 0
    private var hasBegun = false

    /// An empty file.
    public init() {}

    /// The file's next bytes, for the next piece of what it holds.
    public mutating func next(_ piece: [UInt8]) -> [UInt8] {
        checksum.update(piece)
        count &+= UInt32(truncatingIfNeeded: piece.count)
        return begun(deflate.next(piece))
    }

    /// The file's last bytes.
    public mutating func end() -> [UInt8] {
        var bytes = begun(deflate.end())
        Gzip.appendWord(checksum.value, to: &bytes)
        Gzip.appendWord(count, to: &bytes)
        return bytes
    }

    private mutating func begun(_ bytes: [UInt8]) -> [UInt8] {
        if hasBegun { return bytes }
        hasBegun = true
        return Gzip.header + bytes
    }
}
