import DynamoModel

extension FeedRow: ItemConvertible {
    static let kind = ItemKind.feedRow
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \FeedRow.userID)),
        Key(
            "UPDATED#", KeyPart("time", \.position.time), "#",
            KeyPart("sequence") { SequenceNumber($0.position.sequence) }))

    /// The key of the row at a place in a user's feed.
    static func key(_ user: UserID, _ position: FeedPosition) -> ItemKey {
        key(user, (position.time, SequenceNumber(position.sequence)))
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("entity_kind", kind)
        builder.set("entity_id", entityID.text)
        builder.set(position)
        builder.expire(at: expiresAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        let seconds = try read.optional(TableAttribute.timeToLive, read.int)
        self.init(
            userID: try read.id("user_id"), position: try read.feedPosition(), kind: try read.vocabulary("entity_kind"),
            entityID: try read.ulid("entity_id"), expiresAt: seconds.map { Timestamp(clamping: Int64($0)) })
    }
}
