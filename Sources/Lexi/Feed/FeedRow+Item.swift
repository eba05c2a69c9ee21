import DynamoModel

extension FeedRow: ItemConvertible {
    static let kind = ItemKind.feedRow

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.feedRow(userID, position))
        builder.set("user_id", userID)
        builder.set("entity_kind", kind)
        builder.set("entity_id", entityID.text)
        builder.set(position)
        builder.expire(at: expiresAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        let seconds = try read.optional(TableAttribute.timeToLive, read.int)
        self.init(
            userID: try read.id("user_id"), position: try read.feedPosition(), kind: try read.word("entity_kind"),
            entityID: try read.ulid("entity_id"), expiresAt: seconds.map { Timestamp(clamping: Int64($0)) })
    }
}
