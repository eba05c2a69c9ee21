import TableStore

/// What is kept of a transaction besides its token: what its request was, and how large the items were that it read
/// at.
struct TransactionRecord: Sendable {
    /// The digest of the request; see ``RequestFingerprint``.
    let fingerprint: [UInt8]
    /// Of each write in order the larger of the item before and after, in bytes as DynamoDB counts them. Empty in
    /// records of programs that did not keep it.
    let sizes: [Int]

    private static let fingerprintLength = 32
    private static let sizeLength = 4

    init(_ fingerprint: [UInt8], _ changes: [RowChange]) {
        self.fingerprint = fingerprint
        sizes = changes.map { max($0.old?.size ?? 0, $0.new?.size ?? 0) }
    }

    /// Reads ``bytes``.
    init(bytes: [UInt8]) {
        fingerprint = Array(bytes.prefix(Self.fingerprintLength))
        let rest = bytes.dropFirst(Self.fingerprintLength)
        sizes = stride(from: rest.startIndex, to: rest.endIndex, by: Self.sizeLength).map { start in
            rest[start..<min(start + Self.sizeLength, rest.endIndex)].reduce(0) { $0 << 8 | Int($1) }
        }
    }

    /// The fingerprint, then four bytes for each size, the highest first.
    var bytes: [UInt8] {
        var bytes = fingerprint
        for size in sizes {
            for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: size >> shift)) }
        }
        return bytes
    }
}
