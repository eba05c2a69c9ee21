/// Calls that their clients gave keys, so that a call which is sent twice is carried out once. The result of a call is
/// kept for 24 hours, in the transaction that made it.
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

    /// Keeps what came of a call that wrote nothing, or whose claim stands.
    ///
    /// - Throws: `alreadyDone` when the outcome of another call with the key is kept already, or its claim; `notFound`
    ///   when the user's account is gone, or being erased.
    public func keep(
        _ outcome: IdempotencyRecord.Outcome, of call: IdempotentCall, at now: Timestamp
    ) async throws(RepositoryError) {
        try await put(outcome, of: call, at: now)
        call.noteKept()
    }

    /// The same for a review that was there already.
    public func keep(
        _ outcome: ReviewOutcome, of call: IdempotentCall, at now: Timestamp
    ) async throws(RepositoryError) {
        try await keep(.result(outcome.keptResult), of: call, at: now)
    }

    // MARK: Calls of many transactions

    /// Claims a call of many transactions before its first write; goes on with one whose claim has lapsed.
    ///
    /// - Returns: the claim, which says when the call was first begun.
    /// - Throws: `alreadyDone` when another was quicker.
    public func claim(_ call: IdempotentCall) async throws(RepositoryError) -> CallClaim {
        let now = writer.clock.now
        let fresh = CallClaim(startedAt: now, heldUntil: now, seed: call.seed)
        let claim = (call.claim ?? fresh).renewed(at: now)
        try await put(.running(claim), of: call, at: now)
        call.claim = claim
        return claim
    }

    /// Lets the claim of a call that failed lapse, so that the call can be sent again at once. When that fails, too,
    /// the claim lapses by itself.
    public func release(_ call: IdempotentCall) async {
        guard let claim = call.claim, !call.isKept else { return }
        let now = writer.clock.now
        let lapsed = CallClaim(startedAt: claim.startedAt, heldUntil: now, seed: claim.seed)
        try? await put(.running(lapsed), of: call, at: now)
    }

    /// Ends the claim of a call without a key of its client's, of which nothing is kept.
    public func end(_ call: IdempotentCall) async throws(RepositoryError) {
        guard let claim = call.claim else { return }
        let now = writer.clock.now
        try await put(.running(claim), of: call, at: now, until: now)
        call.noteKept()
    }

    private func put(
        _ outcome: IdempotencyRecord.Outcome, of call: IdempotentCall, at now: Timestamp, until expiry: Timestamp? = nil
    ) async throws(RepositoryError) {
        let context = WriteContext(.service, at: now)
        let pattern = call.claim == nil ? AccessPatterns.keepOutcome : AccessPatterns.replaceClaim
        try await writer.commit(pattern, context) { (transaction: inout Transaction) throws(RepositoryError) in
            transaction.put(call.record(outcome, until: expiry), replacing: call.claim)
            if let user = UserID(call.caller) { transaction.checkAccount(of: user) }
        }
    }
}
