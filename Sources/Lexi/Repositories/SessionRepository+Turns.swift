import DynamoModel

extension SessionRepository {
    /// Appends turns to an active session, all or none, numbered in the order of arrival without gaps.
    ///
    /// The change feed does not move: it tells of sessions that start and end, and turns are read with their session.
    /// - Parameter turns: 1 to ``LexiLimits/turnsPerCall``.
    /// - Throws: `notFound`; `wrongState` when the session takes no more turns; `limitReached` when it has as many as it
    ///   can have; `invalid` for none or too many turns; `contention`.
    public func append(
        _ turns: [NewTurn], to id: SessionID, owner: UserID?
    ) async throws(RepositoryError) -> AppendedTurns {
        guard 1...LexiLimits.turnsPerCall ~= turns.count else {
            throw .invalid(ValidationError("/turns", "must be 1 to \(LexiLimits.turnsPerCall) turns"))
        }
        var attempts = WriteAttempts(table)
        while true {
            let old = try await session(id, owner: owner)
            let (head, added) = try Self.allowed { () throws(SessionStateError) in
                try old.appending(turns, at: clock.now)
            }
            let writes = [put(head, over: old)] + added.map { table.putNew($0) }
            if case .done = try await table.write(AccessPatterns.appendTurns, writes) {
                return AppendedTurns(session: head, turns: added)
            }
            try await attempts.next()
        }
    }

    /// Puts a head in place of the one that was read: still active or not as it was then, and with as many turns.
    func put(_ head: Session, over old: Session) -> TransactWrite {
        TransactWrite(
            tableName: table.name, .put(item: head.item),
            conditionExpression: "#version = :version AND #status = :status AND #turns = :turns",
            parameters: ExpressionParameters(
                names: ["#version": "version", "#status": "status", "#turns": "total_turns"],
                values: [
                    ":version": .int(old.version), ":status": .s(old.status.rawValue), ":turns": .int(old.totalTurns),
                ]))
    }

    /// Brings what a session's state does not allow into the errors of repositories.
    static func allowed<Result>(
        _ body: () throws(SessionStateError) -> Result
    ) throws(RepositoryError) -> Result {
        do { return try body() } catch {
            throw error.status == .active ? .limitReached(error.detail) : .wrongState(error.detail)
        }
    }
}
