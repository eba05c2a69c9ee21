import DynamoModel

/// Counts the items that lines put into a table: of those with one key the last one alone.
///
/// The keys of so many items are remembered, each in 8 bytes with the 16 of its item's digest, and no more: the memory
/// does not grow with the files. What follows is counted line by line.
struct ImportTally {
    /// The most keys that are remembered to count repetitions.
    static let mostKeys = 500_000

    private(set) var items = TableChecksum()
    /// Keys whose items were removed.
    private(set) var removed = 0
    /// Lines whose item was replaced by a later one.
    private(set) var replaced = 0
    /// Whether every item was looked for among all that came before.
    private(set) var isExact = true
    private var digests: [Int: UInt128] = [:]
    private let mostKeys: Int

    init(mostKeys: Int = ImportTally.mostKeys) { self.mostKeys = mostKeys }

    /// Notes lines whose item never reached the table, since a later line came before they were put.
    mutating func replace(_ lines: Int) { replaced += lines }

    /// Notes that an item was removed.
    mutating func remove() { removed += 1 }

    /// Notes an item.
    /// - Parameter key: its key, or more of it.
    mutating func add(_ item: Item, key: Item) { add(digest: TableChecksum.digest(item), key: key) }

    mutating func add(digest: UInt128, key: Item) {
        // 64 bits of a hash with a seed: among so many keys none are alike but by a chance of one in a hundred million.
        let hash = key.hashValue
        if let before = digests[hash] {
            items.remove(digest: before)
            replaced += 1
            digests[hash] = digest
        } else if digests.count < mostKeys {
            digests[hash] = digest
        } else {
            isExact = false
        }
        items.add(digest: digest)
    }
}
