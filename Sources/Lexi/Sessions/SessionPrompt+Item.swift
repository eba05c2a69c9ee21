import DynamoModel

extension SessionPrompt: ItemConvertible {
    static let kind = ItemKind.prompt

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.prompt(sessionID))
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("prompt", prompt)
        builder.set("created_at", createdAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"), prompt: try read.string("prompt"),
            createdAt: try read.time("created_at"))
    }
}
