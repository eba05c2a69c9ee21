import DynamoModel

extension ActivityDay: ItemConvertible {
    static let kind = ItemKind.day

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.day(userID, day))
        builder.set("user_id", userID)
        builder.set("day", day.text)
        builder.set("reviews", reviews)
        builder.set("sessions", sessions)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            userID: try read.id("user_id"), day: try read.day("day"), reviews: try read.int("reviews"),
            sessions: try read.int("sessions"))
    }
}
