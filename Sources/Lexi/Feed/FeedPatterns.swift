// Reads of the change feed.
extension AccessPatterns {
    static let changes = items(
        "6", "Changes since a cursor; full resync", .within(FeedRow.tableKey), read: 6, scale: "a page of 100")

    static let changedCards = batchGet(
        "6a", "Cards that changes lead to", Flashcard.self, read: 100, scale: "a page of 100")

    static let ofFeed: [any RegisteredPattern] = [changes, changedCards]
}
