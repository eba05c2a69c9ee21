/// An item's key in an index.
struct IndexKey: Sendable, Hashable {
    let index: TableIndex
    let partition: String
    let sort: String

    init(_ index: TableIndex, _ partition: String, _ sort: String) {
        self.index = index
        self.partition = partition
        self.sort = sort
    }
}
