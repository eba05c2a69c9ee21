import DynamoModel

extension SessionPrompt: ItemConvertible {
    static let kind = ItemKind.prompt
    static let tableKey = EntityKey(
        .table, Key("SESSION#", KeyPart("session_id", \SessionPrompt.sessionID)), Key("METADATA#PROMPT"))

    func write(to builder: inout ItemBuilder) {
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("prompt", prompt)
        builder.set("created_at", createdAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"), prompt: try read.string("prompt"),
            createdAt: try read.time("created_at"))
    }
}
