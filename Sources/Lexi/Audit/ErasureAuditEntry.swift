import DynamoModel

/// An entry about the end of an account. It stays and names nobody: what the entries about one account have in common
/// is an id that was drawn when the account was closed, and that nothing but them keeps for more than a day after.
public struct ErasureAuditEntry: Sendable, Equatable {
    /// What stands for the account.
    public internal(set) var erasureID: ULID
    /// What was done; its actor is never named.
    public internal(set) var note: AuditNote
}

extension ErasureAuditEntry: ItemConvertible {
    static let kind = ItemKind.erasureAudit

    private static let created = Key(
        "CREATED#", KeyPart("created_at", \ErasureAuditEntry.note.createdAt), "#",
        KeyPart("audit_id", \.note.auditID))

    static let tableKey = EntityKey(
        .table, Key("ERASURE#", KeyPart("erasure_id", \ErasureAuditEntry.erasureID)), created)
    static let ofDay = EntityKey(.gsi5, Key("AUDIT#", KeyPart("day", \.note.day)), created)
    static let indexKeys: [any DeclaredKey<ErasureAuditEntry>] = [ofDay]

    /// Whether this is the key of such an entry.
    static func isTrail(_ key: ItemKey) -> Bool { kind.key.partition.matches(key.partition) }

    func write(to builder: inout ItemBuilder) {
        builder.set("erasure_id", erasureID.text)
        note.write(to: &builder)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(erasureID: try read.ulid("erasure_id"), note: try AuditNote(read))
    }
}
