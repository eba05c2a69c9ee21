/// Whose turn it is among the tasks of the background: one step each, in turn, and a rest that grows for a task that
/// fails.
///
/// Times are milliseconds of a clock that does not step.
struct MaintenanceSchedule<ID: Hashable & Comparable> {
    /// The first rest of a task that failed.
    static var firstRest: Int { 250 }
    /// The longest rest of a task that keeps failing, in milliseconds.
    static var longestRest: Int { 60_000 }

    private struct Rest {
        var until: Int
        /// How long the last rest after a failure was; 0 for a task that is well.
        var pause = 0
        var reason: String?
    }

    private var rests: [ID: Rest] = [:]
    /// The task that had the last turn.
    private var last: ID?

    /// The next task that is due; nil when none is.
    func next(of tasks: some Collection<ID>, now: Int) -> ID? {
        let due = tasks.filter { (rests[$0]?.until ?? 0) <= now }.sorted()
        guard let last else { return due.first }
        return due.first { $0 > last } ?? due.first
    }

    /// In how many milliseconds the first of these tasks is due; nil when there are none.
    func pause(of tasks: some Collection<ID>, now: Int) -> Int? {
        tasks.map { max(0, (rests[$0]?.until ?? 0) - now) }.min()
    }

    /// Notes a step that was done.
    ///
    /// - Parameter rest: how long the task has nothing to do.
    mutating func succeeded(_ task: ID, restingFor rest: Int = 0, now: Int) {
        last = task
        rests[task] = rest > 0 ? Rest(until: now + rest) : nil
    }

    /// Notes a step that failed: the task rests twice as long as the last time.
    ///
    /// - Returns: whether the reason is another than the last time.
    mutating func failed(_ task: ID, _ reason: String, now: Int) -> Bool {
        last = task
        let before = rests[task]
        let pause = min(max((before?.pause ?? 0) * 2, Self.firstRest), Self.longestRest)
        rests[task] = Rest(until: now + pause, pause: pause, reason: reason)
        return before?.reason != reason
    }

    /// Forgets all but these tasks.
    mutating func keep(_ tasks: some Collection<ID>) {
        let kept = Set(tasks)
        rests = rests.filter { kept.contains($0.key) }
    }
}
