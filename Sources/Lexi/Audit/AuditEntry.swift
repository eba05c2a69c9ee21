import DynamoModel

/// An entry in a user's audit trail, which goes with the account.
///
/// Programs before this one also noted in an admin's trail what the admin did to scenarios; such entries stay readable,
/// and their subject begins with the scenario's id.
public struct AuditEntry: Sendable, Equatable {
    /// In whose trail it stands: the user that was changed.
    public internal(set) var userID: UserID
    /// What was done.
    public internal(set) var note: AuditNote
}

extension AuditEntry: ItemConvertible {
    static let kind = ItemKind.audit
    static let schemaVersion = 2

    private static let created = Key(
        "CREATED#", KeyPart("created_at", \AuditEntry.note.createdAt), "#", KeyPart("audit_id", \.note.auditID))

    static let tableKey = EntityKey(.table, Key("USER#", KeyPart("user_id", \.userID)), created)
    static let ofDay = EntityKey(.gsi5, Key("AUDIT#", KeyPart("day", \.note.day)), created)
    /// Where the entry names another user than that whose trail it is, it is found by that user's name.
    static let ofActor = EntityKey(
        .gsi4, Key("ACTOR#", KeyPart("actor_id", \AuditEntry.otherActor)), created)
    static let indexKeys: [any DeclaredKey<AuditEntry>] = [ofDay, ofActor]

    private var otherActor: UserID? {
        guard case .user(let actor) = note.actor, actor != userID else { return nil }
        return actor
    }

    /// Whether this is the key of an entry in a user's trail.
    static func isTrail(_ key: ItemKey) -> Bool { kind.key.partition.matches(key.partition) }

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        note.write(to: &builder)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(userID: try read.id("user_id"), note: try AuditNote(read))
    }

    /// Version 1 knew users only, and called the operator by the name of the user who was changed.
    static func upgrade(_ item: inout Item, from version: Int) {
        if version < 2 { item["actor"] = "user" }
    }
}
