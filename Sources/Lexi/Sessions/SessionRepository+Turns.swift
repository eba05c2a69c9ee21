import DynamoModel

extension SessionRepository {
    /// Appends turns to an active session, all or none, numbered in the order of arrival without gaps. The head changes
    /// with them, so that its row in the change feed moves.
    ///
    /// - Parameters:
    ///   - turns: 1 to ``LexiLimits/turnsPerCall``.
    ///   - session: as the caller has read it.
    ///   - context: nil for the session's user, now.
    /// - Throws: `notFound`; `wrongState` when the session takes no more turns; `limitReached` when it has as many as
    ///   it can have; `invalid` for no turns or too many; `contention`.
    public func append(
        _ turns: [NewTurn], to session: Session, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> AppendedTurns {
        guard 1...LexiLimits.turnsPerCall ~= turns.count else {
            throw .invalid(ValidationError("/turns", "must be 1 to \(LexiLimits.turnsPerCall) turns"))
        }
        return try await change(session, AccessPatterns.appendTurns, context) {
            (head: Session, transaction: inout UserTransaction) throws(RepositoryError) -> AppendedTurns in
            do throws(SessionStateError) {
                let (head, added) = try head.appending(turns, at: transaction.now)
                for turn in added { transaction.put(turn, if: .absent) }
                return AppendedTurns(session: head, turns: added)
            } catch {
                // An active session refuses turns only when it is full.
                throw head.status == .active ? .limitReached(error.detail) : .wrongState(error.detail)
            }
        }
    }

    /// Turns that were appended to a session, with its head as it is now: what was answered to who appended them.
    public func appended(
        to session: Session, first: Int, count: Int
    ) async throws(RepositoryError) -> AppendedTurns {
        guard count > 0 else { return AppendedTurns(session: session, turns: []) }
        let turns = try await turns(of: session.sessionID, from: first, PageRequest(limit: count)).items
        return AppendedTurns(session: session, turns: turns.map(\.turn))
    }

    /// Changes a head by `body` in a transaction of its user; its row in the change feed moves.
    func change<Change: SessionChange>(
        _ known: Session, _ pattern: AccessPattern, _ context: WriteContext?,
        _ body: (Session, inout UserTransaction) async throws(RepositoryError) -> Change
    ) async throws(RepositoryError) -> Change {
        let context = context ?? writer.context(.user(known.userID))
        return try await writer.commit(pattern, for: known.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> Change in
            let old = try await transaction.current(known) { () async throws(RepositoryError) in
                try await session(known.sessionID, owner: nil)
            }
            var change = try await body(old, &transaction)
            change.session.feedPosition = transaction.recordChange(
                .session, old.sessionID.ulid, replacing: old.feedPosition)
            transaction.put(change.session, if: .version(old.version))
            return change
        }
    }

    /// Brings what a session's state does not allow into the errors of repositories.
    static func allowed<Result>(
        _ body: () throws(SessionStateError) -> Result
    ) throws(RepositoryError) -> Result {
        do { return try body() } catch { throw .wrongState(error.detail) }
    }
}
