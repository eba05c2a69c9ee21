import Lexi
import Synchronization

/// The clock of a loading: it stands at the time of whatever is being loaded.
final class LoadingClock: Sendable {
    private let milliseconds = Atomic<Int64>(0)

    /// The clock to pass in.
    var clock: WallClock { WallClock { self.milliseconds.load(ordering: .relaxed) } }

    /// Moves the clock to a time.
    func set(_ time: Timestamp) { milliseconds.store(time.seconds * 1000, ordering: .relaxed) }
}
