/// How far a device has followed its user's change feed.
public struct FeedCursor: Sendable, Hashable {
    /// When the device knew everything, or began to read: tombstones of what was deleted before it may have gone.
    public let since: Timestamp
    /// The last change that it has read; nil at the beginning.
    public let position: FeedPosition?

    /// Reads every change that the feed still holds; good for `LexiLimits.tombstoneLifetime` from `now`.
    public static func beginning(at now: Timestamp) -> FeedCursor { FeedCursor(since: now, position: nil) }

    init(since: Timestamp, position: FeedPosition?) {
        self.since = since
        self.position = position
    }

    /// Whether tombstones that the device has to see may have gone by now.
    func isTooOld(at now: Timestamp) -> Bool { now.seconds - since.seconds >= LexiLimits.tombstoneLifetime }

    /// The cursor as bytes, to be signed and handed out.
    public var bytes: [UInt8] {
        let numbers = [since.seconds] + (position.map { [$0.time.seconds, Int64($0.sequence)] } ?? [])
        return numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
    }

    /// Reads what ``bytes`` wrote; nil for anything else.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 8 || bytes.count == 24 else { return nil }
        let numbers = stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<start + 8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        since = Timestamp(clamping: numbers[0])
        position =
            numbers.count == 1
            ? nil : FeedPosition(time: Timestamp(clamping: numbers[1]), sequence: Int(numbers[2]))
    }
}
