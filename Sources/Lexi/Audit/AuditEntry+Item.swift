import DynamoModel

extension AuditEntry: ItemConvertible {
    static let kind = ItemKind.audit

    private static let created = Key(
        "CREATED#", KeyPart("created_at", \AuditEntry.createdAt), "#", KeyPart("audit_id", \.auditID))

    static let tableKey = EntityKey(.table, Key("USER#", KeyPart("user_id", \.userID)), created)
    static let ofDay = EntityKey(.gsi5, Key("AUDIT#", KeyPart("day") { LocalDay(utc: $0.createdAt) }), created)
    static let indexKeys: [any DeclaredKey<AuditEntry>] = [ofDay]

    func write(to builder: inout ItemBuilder) {
        builder.set("audit_id", auditID.text)
        builder.set("user_id", userID)
        builder.set("actor_id", actorID)
        builder.set("action", action)
        builder.set("subject", subject)
        builder.set("created_at", createdAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            auditID: try read.ulid("audit_id"), userID: try read.id("user_id"), actorID: try read.id("actor_id"),
            action: try read.vocabulary("action"), subject: try read.string("subject"),
            createdAt: try read.time("created_at"))
    }
}
