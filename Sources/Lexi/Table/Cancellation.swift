import DynamoModel

/// What the reasons of a cancelled transaction mean, each by its position. This is the only place that interprets them.
struct Cancellation {
    /// The items that stood in the way, in the order of their writes.
    private(set) var refused: [Item] = []
    /// Whether too much was asked of the table: everything may be as it was, and a later attempt may succeed.
    private(set) var isThrottled = false

    /// - Throws: what the failed conditions mean, when trying again cannot help; `refused` when a write is wrong.
    init(_ reasons: [CancellationReason], _ refusals: [Refusal]) throws(RepositoryError) {
        var failure: RepositoryError?
        var mustDecideAgain = false
        for (reason, refusal) in zip(reasons, refusals) {
            switch reason.code {
            case .none: continue
            case .validationError, .itemCollectionSizeLimitExceeded, .duplicateItem, .resourceNotFound:
                throw .refused(DynamoDBError(.validation, reason.message ?? reason.code.rawValue))
            case .provisionedThroughputExceeded, .throttlingError: isThrottled = true
            case .transactionConflict: mustDecideAgain = true
            case .conditionalCheckFailed:
                if let item = reason.item { refused.append(item) }
                switch refusal {
                case .again: mustDecideAgain = true
                case .failure(let make): failure = failure ?? make(reason.item)
                }
            }
        }
        // A decision on an outdated state is made again: a failure is certain only on the present one.
        if let failure, !mustDecideAgain, !isThrottled { throw failure }
    }
}
