import DynamoModel

/// What the writer knows of the file: all of it follows the transaction, back too.
package struct WriterState: Sendable {
    package var catalog = Catalog()
    /// How many items and bytes each storage has, by the storage's number.
    package var counters: [Int: Counter] = [:]
    /// Storages whose counters are not yet in the transaction.
    package var changedCounters: Set<Int> = []
    /// What goes on in the background, with how far it has come.
    package var tasks: [MaintenanceID: KeyBytes] = [:]
    /// Whether there are tokens, which expire.
    package var hasTokens = false
    /// Who needs the changes of which table, by the table's number.
    package var recordings: [Int: [String: Recording]] = [:]
    /// How many items of which table have expired in this transaction.
    var expired: [String: Int] = [:]
    /// The parts of the log in which something may be that nobody needs any more.
    var trimRanges: [TrimRange] = []
    package var nextId = 1
    /// How many attribute names the file holds.
    package var savedNames = 0
    /// Whether the catalog has to be published after the commit.
    package var catalogChanged = false
}
