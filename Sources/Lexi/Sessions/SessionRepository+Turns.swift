import DynamoModel

extension SessionRepository {
    /// Appends turns to an active session, all or none, numbered in the order of arrival without gaps.
    ///
    /// The change feed does not move: it tells of sessions that start and end, and turns are read with their session.
    /// - Parameters:
    ///   - turns: 1 to ``LexiLimits/turnsPerCall``.
    ///   - owner: whose session it has to be; nil for a service.
    /// - Throws: `notFound`; `wrongState` when the session takes no more turns; `limitReached` when it has as many as it
    ///   can have; `invalid` for no turns or too many; `contention`.
    public func append(
        _ turns: [NewTurn], to id: SessionID, owner: UserID?
    ) async throws(RepositoryError) -> AppendedTurns {
        guard 1...LexiLimits.turnsPerCall ~= turns.count else {
            throw .invalid(ValidationError("/turns", "must be 1 to \(LexiLimits.turnsPerCall) turns"))
        }
        let head = try await session(id, owner: owner)
        if let appended = try await tryToAppend(turns, to: head) { return appended }
        // Somebody was quicker: from now on the user's writers in this process wait for each other.
        return try await writer.gate.run(head.userID) { () async throws(RepositoryError) -> AppendedTurns in
            for attempt in 1..<UserWriter.attempts {
                if attempt > 1 { await table.backoff.wait(attempt) }
                let head = try await session(id, owner: owner)
                if let appended = try await tryToAppend(turns, to: head) { return appended }
            }
            throw .contention
        }
    }

    /// Appends turns to a head as it was read; nil when it has changed since. Every change of a head moves its version:
    /// one with the version that was read is still active and has as many turns.
    private func tryToAppend(_ turns: [NewTurn], to old: Session) async throws(RepositoryError) -> AppendedTurns? {
        let head: Session
        let added: [Turn]
        do { (head, added) = try old.appending(turns, at: clock.now) } catch {
            // An active session refuses turns only when it is full.
            throw old.status == .active ? .limitReached(error.detail) : .wrongState(error.detail)
        }
        let writes = [table.put(head, if: .version(old.version))] + added.map { table.put($0, if: .absent) }
        guard case .done = try await table.write(AccessPatterns.appendTurns, writes) else { return nil }
        return AppendedTurns(session: head, turns: added)
    }

    /// Brings what a session's state does not allow into the errors of repositories.
    static func allowed<Result>(
        _ body: () throws(SessionStateError) -> Result
    ) throws(RepositoryError) -> Result {
        do { return try body() } catch { throw .wrongState(error.detail) }
    }
}
