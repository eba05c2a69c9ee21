import DynamoModel

extension UserStatistics: ItemConvertible {
    static let kind = ItemKind.statistics
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \UserStatistics.userID)), Key("METADATA#STATS"))

    func write(to builder: inout ItemBuilder) {
        builder.set("user_id", userID)
        builder.set("current_streak", currentStreak)
        builder.set("best_streak", bestStreak)
        if let lastActiveDay { builder.set("last_active_day", lastActiveDay.text) }
        builder.set("total_words_learned", totalWordsLearned)
        builder.set("cards_new", cardsNew)
        builder.set("cards_learning", cardsLearning)
        builder.set("cards_mature", cardsMature)
        builder.set("reviews_total", reviewsTotal)
        builder.set("sessions_completed", sessionsCompleted)
        builder.set(feedPosition)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            userID: try read.id("user_id"), currentStreak: try read.int("current_streak"),
            bestStreak: try read.int("best_streak"),
            lastActiveDay: try read.optional("last_active_day", read.day),
            totalWordsLearned: try read.int("total_words_learned"), cardsNew: try read.int("cards_new"),
            cardsLearning: try read.int("cards_learning"), cardsMature: try read.int("cards_mature"),
            reviewsTotal: try read.int("reviews_total"), sessionsCompleted: try read.int("sessions_completed"),
            feedPosition: try read.feedPosition())
    }
}
