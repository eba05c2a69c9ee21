import DynamoModel
import DynamoWire

/// A call under way: what is sent, and what is known of its outcome so far.
struct Call {
    let request: DynamoRequest
    let deadline: Duration
    /// The tries so far.
    var attempts = 0
    /// Those of them that were throttled.
    var throttles = 0
    /// What the last retry cost.
    var spent = 0
    /// What the tries so far have left of the write.
    private(set) var outcome = Failure.Outcome.notDone
    /// What the next try sends.
    private(set) var body: [UInt8]

    private let safety: WriteSafety
    private let isDeclaredRepeatable: Bool
    private let isFurtherRound: Bool
    private var extraTries: Set<Failure.Cause> = []

    /// A call of a request, whose writes may be repeated if the caller says so.
    ///
    /// - Parameter isFurtherRound: whether it asks for what an earlier call left of a batch.
    init(_ request: DynamoRequest, deadline: Duration, isRepeatable: Bool, isFurtherRound: Bool = false) {
        self.request = request
        self.deadline = deadline
        isDeclaredRepeatable = isRepeatable
        self.isFurtherRound = isFurtherRound
        safety = WriteSafety(request)
        body = request.json
    }

    /// The tries that ask again.
    var retries: Int { isFurtherRound ? attempts : max(0, attempts - 1) }

    /// Whether another try can do no harm.
    var mayRepeat: Bool { outcome == .notDone || isDeclaredRepeatable || safety.isRepeatable }

    /// Whether it is a write that may have been done, and that another try settles.
    var isUnsettledWrite: Bool { outcome != .notDone && mayRepeat && !safety.isRead }

    /// The write that may have been an earlier try's own, when this failure says that its condition does not hold.
    func suspected(by failure: Failure) -> ConditionalWrite? {
        guard outcome != .notDone, failure.error.code == .conditionalCheckFailed, case .condition(let write) = safety
        else { return nil }
        return write
    }

    /// Notes what a try has left of the write.
    mutating func note(_ failure: Failure) {
        // With a token, the service would have answered as it did the first time, had it carried the request out.
        if case .token = safety, outcome == .settled, failure.cause == .refused { outcome = .notDone }
        outcome = max(outcome, failure.outcome)
        if outcome != .notDone, case .condition(let write) = safety { body = write.askingForTheItem.json }
    }

    /// Whether one more try is worth it without any pause, since what was wrong has changed: once for each cause.
    mutating func isWorthOneMore(_ failure: Failure) -> Bool {
        guard failure.cause == .expiredCredentials || failure.cause == .wrongClock, mayRepeat else { return false }
        return extraTries.insert(failure.cause).inserted
    }

    /// The error that the caller gets when no try is left after this failure.
    func error(_ failure: Failure) -> DynamoDBError {
        guard outcome != .notDone, !safety.isRead else { return failure.error }
        return DynamoDBError(
            .internalServerError, "It is not known whether the write was done. \(failure.error.message)")
    }
}

/// What makes it harmless to carry out a request twice.
enum WriteSafety: Sendable {
    /// It is a read.
    case read
    /// Its token: the service carries it out once.
    case token
    /// Perhaps its condition.
    case condition(ConditionalWrite)
    /// Nothing.
    case none

    init(_ request: DynamoRequest) {
        switch request {
        case .getItem, .query, .scan, .batchGetItem, .transactGetItems, .describeTable, .describeTimeToLive,
            .describeLimits, .describeEndpoints, .listTables, .listTagsOfResource, .feature, .stream:
            self = .read
        case .executeStatement(let request): self = Self.isSelect(request.statement) ? .read : .none
        case .batchExecuteStatement(let request):
            self = request.statements.allSatisfy { Self.isSelect($0.statement) } ? .read : .none
        case .executeTransaction(let request): self = request.clientRequestToken == nil ? .none : .token
        case .backup(let request): self = request.isRead ? .read : .none
        case .transfer(let request): self = request.isRead ? .read : .none
        case .transactWriteItems(let request): self = request.clientRequestToken == nil ? .none : .token
        case .putItem, .updateItem, .deleteItem:
            self = ConditionalWrite(request).map { .condition($0) } ?? .none
        case .oversight: self = .none
        case .batchWriteItem, .createTable, .updateTable, .deleteTable, .updateTimeToLive, .tagResource,
            .untagResource:
            self = .none
        }
    }

    /// Whether a statement reads: what begins otherwise, with a comment for example, is taken for a write.
    private static func isSelect(_ statement: String) -> Bool {
        let start = statement.utf8.drop { $0 <= UInt8(ascii: " ") }.prefix(6)
        return start.map { $0 | 0x20 }.elementsEqual("select".utf8)
    }

    var isRead: Bool {
        if case .read = self { true } else { false }
    }

    var isRepeatable: Bool {
        switch self {
        case .read, .token: true
        case .condition(let write): write.cannotBeDoneTwice
        case .none: false
        }
    }
}
