import DynamoModel
import JSONText
import Lexi
import Synchronization

/// Whether the table answers, found out by asking it.
///
/// Probes wait for a second or so and ask again: a table that takes longer counts as one that does
/// not answer. One question at a time is on its way, and callers that ask meanwhile wait for the same one. Why the
/// table does not answer is logged when that changes, not for each request.
final class Readiness: Sendable {
    /// How long the table may take; Kubernetes' probes wait for a second.
    static let limit = Duration.milliseconds(800)

    private enum Finding: Sendable, Equatable {
        case ready
        case notReady(String)
    }

    private struct State {
        var question: Task<Finding, Never>?
        var last = Finding.ready
    }

    private let table: LexiTable
    private let place: String
    private let obstacle: @Sendable () async -> String?
    private let clock: WallClock
    private let log: Log
    private let state = Mutex(State())

    /// - Parameters:
    ///   - place: where the table is, for the log.
    ///   - obstacle: says why the table cannot be written.
    init(
        _ table: LexiTable, place: String, obstacle: @escaping @Sendable () async -> String?, clock: WallClock, log: Log
    ) {
        self.table = table
        self.place = place
        self.obstacle = obstacle
        self.clock = clock
        self.log = log
    }

    /// Whether the table answers in time, and can be read and written.
    func isReady() async -> Bool {
        let question = state.withLock { state in
            if let question = state.question { return question }
            let question = Task { await ask() }
            state.question = question
            return question
        }
        switch await Self.answer(of: question) {
        case .ready?: return true
        case .notReady?: return false
        case nil:
            // The answer will say more, if it comes.
            let isNews = state.withLock { state in
                defer { if state.last == .ready { state.last = .notReady("") } }
                return state.last == .ready
            }
            if isNews { report("\(place) has not answered within \(Self.limit)") }
            return false
        }
    }

    private func ask() async -> Finding {
        let finding = await describe()
        let previous = state.withLock { state in
            defer { (state.question, state.last) = (nil, finding) }
            return state.last
        }
        guard previous != finding else { return finding }
        switch finding {
        case .ready: log.event(.warning, "table-ready", clock: clock)
        case .notReady(let why): report(why)
        }
        return finding
    }

    private func describe() async -> Finding {
        do throws(DynamoDBError) {
            let status = try await table.database.describeTable(tableName: table.name).tableStatus
            // A table whose settings are being changed is read and written as ever.
            guard status == .active || status == .updating else {
                return .notReady("\(place) is \(status.rawValue)")
            }
            return await obstacle().map { .notReady("\(place) cannot be written: \($0)") } ?? .ready
        } catch {
            return .notReady(Problem.failure(error, place))
        }
    }

    private func report(_ why: String) {
        log.event(.error, "table-not-ready", clock: clock, [("failure", .string(why))])
    }

    /// The finding, if it comes in time.
    private static func answer(of question: Task<Finding, Never>) async -> Finding? {
        await withCheckedContinuation { continuation in
            let first = First(continuation)
            let alarm = Task {
                try await Task.sleep(for: limit)
                first.finish(nil)
            }
            Task {
                first.finish(await question.value)
                alarm.cancel()
            }
        }
    }

    /// The first to finish answers.
    private final class First: Sendable {
        private let waiting: Mutex<CheckedContinuation<Finding?, Never>?>

        init(_ continuation: CheckedContinuation<Finding?, Never>) { waiting = Mutex(continuation) }

        func finish(_ finding: Finding?) {
            let continuation = waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: finding)
        }
    }
}
