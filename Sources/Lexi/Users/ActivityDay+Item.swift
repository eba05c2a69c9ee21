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
        for (name, value) in counters where value != 0 { builder.set(name, value) }
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), day: try read.day("day"), reviews: try read.int("reviews"),
            sessions: try read.int("sessions"), forgot: try read.counter("forgot"),
            learning: JudgedCount(
                reviews: try read.counter("learning_reviews"), forgot: try read.counter("learning_forgot")),
            mature: JudgedCount(
                reviews: try read.counter("mature_reviews"), forgot: try read.counter("mature_forgot")))
    }

    /// Counters that a day has when they are not 0.
    private var counters: [(String, Int)] {
        [
            ("forgot", forgot), ("learning_reviews", learning.reviews), ("learning_forgot", learning.forgot),
            ("mature_reviews", mature.reviews), ("mature_forgot", mature.forgot),
        ]
    }
}

extension ItemReader {
    /// A counter that is not there while it is 0.
    fileprivate func counter(_ name: String) throws(CorruptItem) -> Int { try optional(name, int) ?? 0 }
}
