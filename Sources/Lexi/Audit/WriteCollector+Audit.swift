extension WriteCollector {
    /// Notes in a user's audit trail what the acting person does.
    mutating func audit(_ action: AuditNote.Action, _ id: ULID, of user: UserID, _ subject: [String] = []) {
        put(AuditEntry(userID: user, note: note(action, id, subject)), if: .absent)
    }

    /// Notes in a scenario's audit trail what the acting person does.
    mutating func audit(_ action: AuditNote.Action, _ id: ULID, of scenario: ScenarioID, _ subject: [String] = []) {
        put(ScenarioAuditEntry(scenarioID: scenario, note: note(action, id, subject)), if: .absent)
    }

    /// Notes about the end of an account what is done with it. A user who acts is not named.
    mutating func audit(_ action: AuditNote.Action, _ id: ULID, ofErasure erasure: ULID) {
        var note = note(action, id, [])
        if case .user = note.actor { note.actor = .formerUser }
        put(ErasureAuditEntry(erasureID: erasure, note: note), if: .absent)
    }

    private func note(_ action: AuditNote.Action, _ id: ULID, _ subject: [String]) -> AuditNote {
        AuditNote(
            auditID: id, actor: context.actor, action: action, subject: subject.joined(separator: " "),
            requestID: context.requestID.map { String(decoding: $0, as: UTF8.self) }, createdAt: now)
    }
}
