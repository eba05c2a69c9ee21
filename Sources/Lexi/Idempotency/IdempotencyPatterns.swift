// Calls that clients gave keys.
extension AccessPatterns {
    static let idempotency = get(
        "34", "Idempotency replay; one that has expired counts as absent", IdempotencyRecord.self)
    static let keepOutcome = write(
        "34a", "Keep what came of a call that wrote nothing, or claim one of many transactions", 12,
        [.put(IdempotencyRecord.self, .absentOrExpired), .check(UserStatistics.self, UserStatistics.open, 0...1)])
    static let replaceClaim = write(
        "34b", "Renew or end the claim of a call of many transactions", 12,
        [
            .put(IdempotencyRecord.self, IdempotencyRecord.claimed),
            .check(UserStatistics.self, UserStatistics.open, 0...1),
        ])
    static let callsOfIdentity = mixed(
        "34c", "Calls with keys from before an identity registered", IdempotencyRecord.tableKey, read: 40,
        scale: "a page of 200")

    static let callsOfUser = items(
        "34d", "Calls with keys that are kept of a caller", .every(IdempotencyRecord.tableKey), read: 20,
        scale: "a page of 100")

    static let ofCalls: [any RegisteredPattern] = [idempotency, callsOfIdentity, callsOfUser]
}
