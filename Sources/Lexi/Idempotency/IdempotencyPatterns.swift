// Calls that clients gave keys.
extension AccessPatterns {
    static let idempotency = get(
        "34", "Idempotency replay; one that has expired counts as absent", IdempotencyRecord.self)
    static let keepOutcome = write(
        "34a", "Keep what came of a call that wrote nothing", 8,
        [.put(IdempotencyRecord.self, .absentOrExpired)])
    static let replaceClaim = write(
        "34b", "Renew or end the claim of a call of many transactions", 8,
        [.put(IdempotencyRecord.self, IdempotencyRecord.claimed)])

    static let ofCalls: [any RegisteredPattern] = [idempotency]
}
