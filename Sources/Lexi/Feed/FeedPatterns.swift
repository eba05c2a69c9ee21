// Reads of the change feed.
extension AccessPatterns {
    static let changes = items(
        "6", "Changes since a cursor; full resync", .within(FeedRow.tableKey), hydrates: true, read: 130,
        scale: "a page of 100, with the entities")

    static let changedCards = batchGet(
        "6a", "Cards that changes lead to", Flashcard.self, read: 100, scale: "a page of 100")

    static let ofFeed: [any RegisteredPattern] = [changes, changedCards]
}
