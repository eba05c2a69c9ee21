import DynamoModel

extension AuditEntry: ItemConvertible {
    static let kind = ItemKind.audit

    var item: Item {
        let created = Keys.created(createdAt, auditID.text)
        var builder = ItemBuilder(
            Self.kind, Keys.auditEntry(userID, createdAt, auditID),
            [IndexKey(.gsi5, Keys.audit(day: LocalDay(utc: createdAt)), created)])
        builder.set("audit_id", auditID.text)
        builder.set("user_id", userID)
        builder.set("actor_id", actorID)
        builder.set("action", action)
        builder.set("subject", subject)
        builder.set("created_at", createdAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            auditID: try read.ulid("audit_id"), userID: try read.id("user_id"), actorID: try read.id("actor_id"),
            action: try read.word("action"), subject: try read.string("subject"),
            createdAt: try read.time("created_at"))
    }
}
