// Reads of any item, for admins who explore the table's keys.
extension AccessPatterns {
    static let anyItem = AccessPattern(
        number: "60", name: "An item of any kind, by its key (admin)", operation: .get, index: .table,
        partition: .anything, sort: .equals(.anything), isConsistent: true,
        budget: AccessPattern.Budget(read: 1, write: 0, scale: "one item of up to 4 KB"))
    static let anyPartition = QueryPattern<MixedForm, String, Void>(
        AccessPattern(
            number: "60a", name: "The items of any partition (admin)", operation: .query, index: .table,
            partition: .anything, sort: .all, isConsistent: true,
            budget: AccessPattern.Budget(read: 6, write: 0, scale: "a page of 20")),
        MixedForm(), { $0 }, { .all })

    static let ofExplorer: [any RegisteredPattern] = [anyItem, anyPartition]
}
