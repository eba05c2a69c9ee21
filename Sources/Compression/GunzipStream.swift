import Digests

/// Reads a gzip file (RFC 1952) of any length and of any number of members, a stretch at a time.
public struct GunzipStream {
    private static let stretch = 64 * 1024
    private static let identification = [0x1f, 0x8b]
    private static let reservedFlags = 0xe0

    private struct Member {
        var inflate = Inflate()
        var checksum = CRC32()
        var count: UInt32 = 0
    }

    private var input: BitInput
    private var member: Member?
    private var isFirst = true

    /// - Parameter more: the next piece of the file; an empty one at its end.
    public init(_ more: @escaping () -> [UInt8]) { input = BitInput(more) }

    /// The next stretch of what the file holds; empty at its end.
    /// - Throws: `malformed` when it is not a gzip file or breaks off, `corrupt` when a member is not what its checksum
    ///   says. What came from that member before must not be relied on.
    public mutating func next() throws(GzipError) -> ArraySlice<UInt8> {
        while true {
            if member == nil {
                guard try begin() else { return [] }
            }
            let bytes = try member?.inflate.next(&input, wanted: Self.stretch) ?? []
            guard bytes.isEmpty else {
                bytes.withUnsafeBytes { member?.checksum.update($0) }
                member?.count &+= UInt32(truncatingIfNeeded: bytes.count)
                return bytes
            }
            try finish()
        }
    }

    /// Reads the head of a member (section 2.3).
    /// - Returns: false at the end of the file.
    private mutating func begin() throws(GzipError) -> Bool {
        if !isFirst, input.isAtEnd() { return false }
        isFirst = false
        for byte in Self.identification { guard try input.take(8) == byte else { throw .malformed } }
        guard try input.take(8) == 8 else { throw .malformed }
        let flags = try input.take(8)
        // Section 2.3.1.2: a reserved flag must be refused, since it may say that more fields follow.
        guard flags & Self.reservedFlags == 0 else { throw .malformed }
        try skip(6)
        if flags & 4 != 0 { try skip(try input.take(16)) }
        for flag in [8, 16] where flags & flag != 0 {
            while try input.take(8) != 0 {}
        }
        if flags & 2 != 0 { try skip(2) }
        member = Member()
        return true
    }

    private mutating func finish() throws(GzipError) {
        input.align()
        let checksum = try input.take(32)
        let count = try input.take(32)
        guard let member, checksum == Int(member.checksum.value), count == Int(member.count) else { throw .corrupt }
        self.member = nil
    }

    private mutating func skip(_ count: Int) throws(GzipError) {
        for _ in 0..<count { _ = try input.take(8) }
    }
}
