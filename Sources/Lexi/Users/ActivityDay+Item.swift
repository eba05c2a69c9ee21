import DynamoModel

extension ActivityDay: ItemConvertible {
    static let kind = ItemKind.day
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \ActivityDay.userID)), Key("DAY#", KeyPart("day", \.day)))

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("day", day.text)
        builder.set("reviews", reviews)
        builder.set("sessions", sessions)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), day: try read.day("day"), reviews: try read.int("reviews"),
            sessions: try read.int("sessions"))
    }
}
