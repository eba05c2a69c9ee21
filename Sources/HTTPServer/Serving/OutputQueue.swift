/// What waits to be sent on a connection, in order. Heads and small bodies are copied into one buffer, so that they
/// leave together; large bodies stay where they are. Knows no socket.
struct OutputQueue {
    /// Bodies up to this many bytes are copied: a copy of this size costs less than another call of the system.
    static let copiedBytes = 32 * 1024
    /// Sent bytes of a buffer that make moving the rest to its front worth while.
    private static let compactedBytes = 64 * 1024
    /// Sent pieces that make moving the rest to the front worth while.
    private static let compactedPieces = 16

    private enum Kind {
        /// Ours to append to.
        case buffer
        /// A body of this answer alone.
        case body
        /// A fixed body, which several connections may be sending.
        case shared
    }

    private struct Piece {
        var bytes: [UInt8]
        let kind: Kind
    }

    private var front: [UInt8] = []
    private var frontKind = Kind.buffer
    private var sent = 0
    private var behind: [Piece] = []
    private var next = 0

    /// Bytes that are not sent yet.
    private(set) var count = 0
    /// Bytes of memory that live for this connection alone: whole pieces, until their last byte is sent.
    private(set) var ownBytes = 0

    var isEmpty: Bool { count == 0 }

    /// Pieces after the first that take memory, with sent ones whose place is not given back yet.
    var keptPieces: Int { behind.count }

    /// Whether more follows the bytes of ``withFront(_:)``.
    var hasMore: Bool { next < behind.count }

    /// Appends what `write` writes. `spare` gives a buffer when the queue has none.
    @inline(__always)
    mutating func append(spare: () -> [UInt8], _ write: (inout [UInt8]) -> Void) {
        if behind.isEmpty, frontKind == .buffer {
            if front.isEmpty { front = spare() }
            let before = front.count
            write(&front)
            noteOwn(front.count - before)
        } else {
            appendBehind(write)
        }
    }

    private mutating func appendBehind(_ write: (inout [UInt8]) -> Void) {
        if behind.last?.kind != .buffer { behind.append(Piece(bytes: [], kind: .buffer)) }
        let last = behind.count - 1
        let before = behind[last].bytes.count
        write(&behind[last].bytes)
        noteOwn(behind[last].bytes.count - before)
    }

    private mutating func noteOwn(_ added: Int) {
        count += added
        ownBytes += added
    }

    /// Adds a body, copied when it is small. A shared one takes no memory of the connection's.
    @inline(__always)
    mutating func append(body: [UInt8], isShared: Bool, spare: () -> [UInt8]) {
        guard body.count > Self.copiedBytes else { return append(spare: spare) { $0.append(contentsOf: body) } }
        behind.append(Piece(bytes: body, kind: isShared ? .shared : .body))
        count += body.count
        if !isShared { ownBytes += body.count }
        if sent == front.count { advancePiece() }
    }

    /// The bytes to be sent next; the queue must not be empty.
    @inline(__always)
    func withFront<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        front.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
    }

    /// Notes that the first `sent` bytes are sent.
    mutating func advance(by bytes: Int) {
        count -= bytes
        sent += bytes
        if sent == front.count { advancePiece() } else { compact() }
    }

    private mutating func advancePiece() {
        guard next < behind.count else { return }
        if frontKind != .shared { ownBytes -= front.count }
        front = behind[next].bytes
        frontKind = behind[next].kind
        sent = 0
        behind[next].bytes = []
        next += 1
        if next == behind.count {
            behind.removeAll(keepingCapacity: false)
            next = 0
        } else {
            compactPieces()
        }
    }

    /// A queue that is appended to and never empty must not keep the places of pieces that are long gone.
    private mutating func compactPieces() {
        guard next >= Self.compactedPieces, next >= behind.count - next else { return }
        behind.removeFirst(next)
        next = 0
    }

    /// A buffer that is appended to and never empty must not keep the bytes that are long gone.
    private mutating func compact() {
        guard frontKind == .buffer, sent > Self.compactedBytes, sent > front.count / 2 else { return }
        front.removeSubrange(..<sent)
        ownBytes -= sent
        sent = 0
    }

    /// Forgets everything and gives out the buffer, if there is one.
    mutating func reset() -> [UInt8]? {
        defer { self = OutputQueue() }
        return frontKind == .buffer && front.capacity > 0 ? front : nil
    }
}
