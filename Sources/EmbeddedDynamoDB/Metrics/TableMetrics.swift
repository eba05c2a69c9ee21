import DynamoModel
import Synchronization
import TableStore

/// The metrics of an engine's tables, as CloudWatch has them: counted operation by operation, a sample a minute, kept
/// in the table's file for 15 days.
///
/// What was counted in the last ten seconds is lost when the process dies.
public final class TableMetrics: Sendable {
    private struct Minute {
        /// What an earlier process kept of it.
        var kept: [MetricIdentity: MetricSample] = [:]
        var tally = MinuteTally()
        /// Whether there is something that is not in the file.
        var isChanged = false

        /// Every metric of the minute, as CloudWatch names them.
        var samples: [MetricIdentity: MetricSample] {
            var samples = tally.samples
            samples.add(kept)
            return samples
        }
    }

    private struct State {
        /// This minute and the one before, and others as long as they could not be kept.
        var minutes: [Int: Minute] = [:]
        /// The minutes before these, since the start.
        var past: [MetricIdentity: MetricSample] = [:]
        /// The last minute of each metric that the file has, as far as it was kept; nil until that is asked for.
        var series: [MetricIdentity: Int]?
        weak var engine: TableEngine?
        var keeping: Task<Void, Never>?

        /// Notes the last minutes of metrics, besides what others have noted.
        mutating func note(_ minutes: [MetricIdentity: Int], since oldest: Int) {
            series = (series ?? [:]).merging(minutes, uniquingKeysWith: max).filter { $0.value >= oldest }
        }
    }

    /// How long a minute is kept: 15 days, in minutes.
    private static let retention = 15 * 24 * 60
    /// The minutes that are held in memory when they cannot be kept, as on a full disk.
    private static let heldMinutes = 60
    private static let pause = Duration.seconds(10)

    private let state = Mutex(State())
    private let clock: @Sendable () -> Double

    /// No metrics yet.
    ///
    /// - Parameter clock: the time in seconds since 1970.
    init(clock: @escaping @Sendable () -> Double) { self.clock = clock }

    private var minute: Int { Int(clock()) / 60 }

    // MARK: Counting

    func record(_ operation: OperationRecord) { change { $0.add(operation) } }

    func record(_ refusals: [ThroughputRefusal]) { change { tally in for refusal in refusals { tally.add(refusal) } } }

    func recordExpiry(of table: String, _ count: Int) { change { $0.addExpiry(of: table, count) } }

    private func change(_ body: (inout MinuteTally) -> Void) {
        let now = minute
        state.withLock { state in
            body(&state.minutes[now, default: Minute()].tally)
            state.minutes[now]?.isChanged = true
        }
    }

    /// All that was counted since the start.
    public var totals: [MetricIdentity: MetricSample] {
        // Samples are made of copies: who counts does not wait for it.
        let (past, minutes) = state.withLock { ($0.past, $0.minutes) }
        var totals = past
        for minute in minutes.values { totals.add(minute.tally.samples) }
        return totals
    }

    // MARK: Keeping

    /// Keeps the metrics in the file of an engine from now on, and goes on with what that has of this minute.
    func start(_ engine: TableEngine) {
        let now = minute
        let kept = engine.keptMinute(now)
        state.withLock { state in
            state.minutes[now, default: Minute()].kept = kept
            state.engine = engine
            state.keeping = Task { [weak self] in
                while (try? await Task.sleep(for: Self.pause)) != nil, let self { await keep() }
            }
        }
    }

    /// Keeps what there is for the last time; before the engine is closed.
    func stop() async {
        state.withLock { $0.keeping }?.cancel()
        await keep()
    }

    /// Writes what is new into the file, and lets go of the minutes that are over.
    func keep() async {
        guard let engine = state.withLock({ $0.engine }) else { return }
        let now = minute
        let provisioned = engine.provisionedUnits
        var changed = takeChanged(now, provisions: !provisioned.isEmpty)
        guard !changed.isEmpty else { return letGo(before: now - 1) }
        // What is provisioned is a state, not a count: the last one of a minute stands.
        if changed[now] != nil { changed[now]?.merge(provisioned) { _, new in new } }
        if (try? await engine.keepMetrics(changed, before: now - Self.retention)) != nil {
            noteSeries(changed)
            letGo(before: now - 1)
        } else {
            state.withLock { state in for minute in changed.keys { state.minutes[minute]?.isChanged = true } }
            letGo(before: now - Self.heldMinutes)
        }
    }

    /// The samples of the minutes that are not in the file as they are now; they count as being there from now on.
    ///
    /// - Parameter provisions: whether this minute has something also when nothing was counted in it.
    private func takeChanged(_ now: Int, provisions: Bool) -> [Int: [MetricIdentity: MetricSample]] {
        let changed = state.withLock { state in
            if provisions, state.minutes[now] == nil { state.minutes[now] = Minute(isChanged: true) }
            let changed = state.minutes.filter(\.value.isChanged)
            for minute in changed.keys { state.minutes[minute]?.isChanged = false }
            return changed
        }
        return changed.mapValues(\.samples)
    }

    /// Notes the minutes that were kept, where the metrics of the file are known.
    private func noteSeries(_ minutes: [Int: [MetricIdentity: MetricSample]]) {
        state.withLock { state in
            guard state.series != nil else { return }
            for (minute, samples) in minutes { state.series?.note(samples.keys, minute) }
        }
    }

    private func letGo(before oldest: Int) {
        state.withLock { state in
            for (minute, value) in state.minutes where minute < oldest {
                state.past.add(value.tally.samples)
                state.minutes[minute] = nil
            }
        }
    }
}

extension TableMetrics: MetricSource {
    /// Reads samples: those in the file, and those that are not there yet.
    public func samples(
        _ minutes: Range<Int>, of metrics: Set<MetricIdentity>?, _ take: (Int, MetricIdentity, MetricSample) -> Void
    ) async throws(DynamoDBError) {
        let (copies, engine) = state.withLock { ($0.minutes, $0.engine) }
        let held = copies.mapValues(\.samples)
        // A minute that is held is newer than what the file has of it.
        try await engine?.keptMetrics(minutes, of: metrics) { minute, metric, sample in
            if held[minute]?[metric] == nil { take(minute, metric, sample) }
        }
        for (minute, samples) in held.sorted(by: { $0.key < $1.key }) where minutes.contains(minute) {
            for (metric, sample) in samples where metrics?.contains(metric) ?? true { take(minute, metric, sample) }
        }
    }

    /// Which metrics have a sample. The file is looked through once in the life of the process, in slices; from then on
    /// what is kept is noted.
    public func series(since minute: Int) async throws(DynamoDBError) -> Set<MetricIdentity> {
        let (known, engine) = state.withLock { ($0.series, $0.engine) }
        let oldest = self.minute - Self.retention
        var series = known ?? [:]
        if known == nil, let engine {
            try await engine.keptMetrics(oldest..<self.minute + 1, of: nil) { minute, metric, _ in
                series.note(CollectionOfOne(metric), minute)
            }
        }
        // What was kept meanwhile is held still: minutes are let go a minute after their end. From here on it is noted.
        let held = state.withLock { state in
            if engine != nil { state.note(series, since: oldest) }
            return state.minutes
        }
        for (minute, held) in held { series.note(held.samples.keys, minute) }
        if engine != nil { state.withLock { [series] in $0.note(series, since: oldest) } }
        return Set(series.lazy.filter { $0.value >= max(minute, oldest) }.map(\.key))
    }

    /// What a rule of Contributor Insights found.
    public func keyReport(rule: String, _ minutes: Range<Int>) -> KeyReport? {
        state.withLock { $0.engine }?.keyReport(rule: rule, minutes)
    }

    /// Counts a request that was refused before it reached a table.
    public func countRefusedRequest() { change { $0.addUserError() } }
}

extension [MetricIdentity: Int] {
    /// Notes that metrics have a sample in a minute.
    fileprivate mutating func note(_ metrics: some Sequence<MetricIdentity>, _ minute: Int) {
        for metric in metrics { self[metric] = Swift.max(self[metric] ?? minute, minute) }
    }
}
