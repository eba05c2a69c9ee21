import DynamoModel
import HTTPServer
import Lexi
import Synchronization

/// Answers that were given lately, and are given again for as long as nothing was written that was read for them:
/// apps ask for the same again and again, and seldom has anything changed.
///
/// An answer is remembered with the stamps of all partitions that were read for it, the caller's own items included
/// (``WatchedPartitions``), taken before the first of them was read; after a write of any of them, by any caller, the
/// answer is made again. Which partitions those are is learned when the call is made for the second time, and the
/// answer is remembered from the third on, so that what is read but once costs no more than a look.
///
/// The time bounds an answer, too (``Answer/holdsThrough``), and a clock that was put back ends it.
final class AnswerMemo: Sendable {
    /// A caller's call.
    struct Key: Hashable, Sendable {
        let token: KnownToken
        let target: [UInt8]

        init(_ token: KnownToken, _ request: HTTPRequest) {
            self.token = token
            target = Array(request.target)
        }

        static func == (left: Key, right: Key) -> Bool { left.token === right.token && left.target == right.target }

        func hash(into hasher: inout Hasher) {
            // Not its address, which another token gets when this one is forgotten.
            hasher.combine(token.number)
            target.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    private struct Kept: Sendable {
        let answer: Answer
        let stamps: [PartitionStamp]
        let from: Timestamp
        let through: Timestamp
    }

    private final class Entry: Sendable {
        /// What was read for the call last.
        let places: [Int]
        /// The answer, if it was worth remembering.
        let kept: Kept?

        init(places: [Int], kept: Kept?) { (self.places, self.kept) = (places, kept) }
    }

    private typealias Entries = [Key: Entry]

    /// Two generations: when the younger is full it becomes the older, and the older is forgotten. Entries that are
    /// used stay.
    private struct State {
        var young: Entries = [:]
        var old: Entries = [:]
        /// What the younger take, in bytes.
        var memory = 0
        var sights = FirstSights()
    }

    /// The most memory of a generation, in bytes.
    private let generationMemory: Int
    /// An answer that takes more than this part of it is made each time.
    private static let largestShare = 64
    /// What an entry takes besides its bytes: the answer's fields, the key, and a place in a table that is half empty.
    private static let entryMemory = 768

    private let table: any WatchedPartitions
    private let state = Mutex(State())

    /// - Parameter generationMemory: half of the memory that answers may take, in bytes.
    init(_ table: any WatchedPartitions, generationMemory: Int = 8 << 20) {
        self.table = table
        self.generationMemory = generationMemory
    }

    /// What is known of a call before it is carried out.
    enum Look: Sendable {
        /// Its answer.
        case known(Answer)
        /// It is made for the first time lately: it is not worth following.
        case new
        /// It is to be followed; with the stamps of what was read for it last time, as they are now.
        case repeated([PartitionStamp])
    }

    /// Looks for the answer of a call.
    func look(_ key: Key, at now: Timestamp) -> Look {
        guard let entry = entry(key) else { return .new }
        if let kept = entry.kept, kept.from <= now, now <= kept.through, table.hold(kept.stamps) {
            return .known(kept.answer)
        }
        return .repeated(table.stamps(of: entry.places) ?? [])
    }

    /// The entry of a call; for one that was met before and has none, one that knows nothing.
    private func entry(_ key: Key) -> Entry? {
        // What is displaced goes when the lock is free again: it is thousands of objects.
        let (entry, _) = state.withLock { state -> (Entry?, Entries) in
            if let entry = state.young[key] { return (entry, [:]) }
            if let entry = state.old[key] { return (entry, Self.insert(entry, key, &state, generationMemory)) }
            let hash = UInt64(truncatingIfNeeded: key.hashValue)
            return (state.sights.isRepeated(hash) ? Self.empty : nil, [:])
        }
        return entry
    }

    private static let empty = Entry(places: [], kept: nil)

    /// Notes what was read for a call, and its answer when nothing of that was written since `stamps` were taken.
    ///
    /// - Parameters:
    ///   - places: of all partitions that were read; nil when they are not known.
    ///   - stamps: as ``look(_:at:)`` returned them.
    func note(_ answer: Answer, of key: Key, reading places: [Int]?, _ stamps: [PartitionStamp], at now: Timestamp) {
        guard let places, answer.status == .ok, answer.stream == nil, let through = answer.holdsThrough,
            answer.body.capacity <= generationMemory / Self.largestShare
        else { return }
        let watched = Set(stamps.map(\.place))
        let kept =
            now <= through && watched.isSuperset(of: places)
            ? Kept(answer: answer, stamps: stamps, from: now, through: through) : nil
        _ = state.withLock { Self.insert(Entry(places: places, kept: kept), key, &$0, generationMemory) }
    }

    /// Puts an entry in, and returns what it displaces.
    private static func insert(_ entry: Entry, _ key: Key, _ state: inout State, _ most: Int) -> Entries {
        var displaced: Entries = [:]
        if let other = state.young[key] { state.memory -= memory(other, key) }
        state.memory += memory(entry, key)
        if state.memory > most {
            displaced = state.old
            state.old = state.young
            state.young = [:]
            state.memory = memory(entry, key)
        }
        state.young[key] = entry
        return displaced
    }

    /// What an entry takes, in bytes. Each counts its token, which may be held by it alone.
    private static func memory(_ entry: Entry, _ key: Key) -> Int {
        let answer = (entry.kept?.answer.body.capacity ?? 0) + (entry.kept?.stamps.count ?? 0) * 16
        return entryMemory + key.token.memory + key.target.count + entry.places.count * 8 + answer
    }
}
