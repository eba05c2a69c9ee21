import DynamoModel

/// Repeats what a table was too busy for: pauses with full jitter that grow from 25 ms to 5 s, until nothing has moved
/// for two minutes. Other failures are final: the client that serves the protocol has repeated what can be repeated.
struct Patience {
    private static let firstPause = 0.025
    private static let longestPause = 5.0
    private static let limit = Duration.seconds(120)

    private let table: String
    private var pause = Patience.firstPause
    private var lastProgress = ContinuousClock.now

    init(table: String) { self.table = table }

    /// Runs an operation until the table is not too busy for it.
    mutating func run<Answer: Sendable>(
        _ operation: () async throws(DynamoDBError) -> Answer
    ) async throws(TransferError) -> Answer {
        while true {
            do throws(DynamoDBError) {
                return try await operation()
            } catch {
                guard Self.isBusy(error.code) else { throw .table(title: table, error) }
                try await wait()
            }
        }
    }

    /// Waits before something is tried again.
    mutating func wait() async throws(TransferError) {
        guard ContinuousClock.now - lastProgress < Self.limit else { throw .overloaded(title: table) }
        do { try await Task.sleep(for: .seconds(Double.random(in: 0...pause))) } catch { throw .stopped }
        pause = min(pause * 2, Self.longestPause)
    }

    /// Notes that something was done.
    mutating func progress() {
        pause = Self.firstPause
        lastProgress = .now
    }

    private static func isBusy(_ code: DynamoDBError.Code) -> Bool {
        switch code {
        case .throttling, .provisionedThroughputExceeded, .requestLimitExceeded: true
        default: false
        }
    }
}
