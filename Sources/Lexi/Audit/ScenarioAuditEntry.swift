import DynamoModel

/// An entry in a scenario's audit trail, which stays when the account of the admin who acted goes.
public struct ScenarioAuditEntry: Sendable, Equatable {
    /// The scenario that was made or changed.
    public internal(set) var scenarioID: ScenarioID
    /// What was done.
    public internal(set) var note: AuditNote
}

extension ScenarioAuditEntry: ItemConvertible {
    static let kind = ItemKind.scenarioAudit

    private static let created = Key(
        "CREATED#", KeyPart("created_at", \ScenarioAuditEntry.note.createdAt), "#",
        KeyPart("audit_id", \.note.auditID))

    static let tableKey = EntityKey(.table, Key("SCENARIO#", KeyPart("scenario_id", \.scenarioID)), created)
    static let ofDay = EntityKey(.gsi5, Key("AUDIT#", KeyPart("day", \.note.day)), created)
    /// Where the entry names another user than that whose trail it is, it is found by that user's name.
    static let ofActor = EntityKey(
        .gsi4, Key("ACTOR#", KeyPart("actor_id", \ScenarioAuditEntry.otherActor)), created)
    static let indexKeys: [any DeclaredKey<ScenarioAuditEntry>] = [ofDay, ofActor]

    private var otherActor: UserID? {
        if case .user(let actor) = note.actor { actor } else { nil }
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("scenario_id", scenarioID.text)
        note.write(to: &builder)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(scenarioID: Slug(trusted: try read.string("scenario_id")), note: try AuditNote(read))
    }
}
