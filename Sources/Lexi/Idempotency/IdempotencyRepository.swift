/// Calls that their clients gave keys, so that a call which is sent twice is carried out once. What a call made is kept
/// for 24 hours, in the transaction that made it.
public struct IdempotencyRepository: Sendable {
    let table: LexiTable
    let writer: Writer

    /// What came of an earlier call with the key of this one; nil when there was none within 24 hours.
    public func record(of call: IdempotentCall, at now: Timestamp) async throws(RepositoryError) -> IdempotencyRecord? {
        guard let record = try await table.get(AccessPatterns.idempotency, call.caller, call.key),
            record.expiresAt > now
        else { return nil }
        return record
    }

    /// Keeps what came of a call that wrote nothing.
    ///
    /// - Throws: `alreadyDone` when the outcome of another call with the key is kept already.
    public func keep(
        _ outcome: IdempotencyRecord.Outcome, of call: IdempotentCall, at now: Timestamp
    ) async throws(RepositoryError) {
        let context = WriteContext(.service, at: now)
        try await writer.commit(AccessPatterns.keepOutcome, context) {
            (transaction: inout Transaction) throws(RepositoryError) in transaction.put(call.record(outcome))
        }
        call.noteKept()
    }

    /// The same for a review that was there already.
    public func keep(
        _ outcome: ReviewOutcome, of call: IdempotentCall, at now: Timestamp
    ) async throws(RepositoryError) {
        try await keep(.result(outcome.keptResult), of: call, at: now)
    }
}
