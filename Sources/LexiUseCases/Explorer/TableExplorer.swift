import Lexi

/// What admins see of the table itself: items by their keys, whatever their kinds. It changes nothing.
public struct TableExplorer: Sendable {
    let table: LexiTable

    /// The explorer of a store's table.
    public init(_ store: LexiStore) { table = store.table }

    /// The kinds of items, with the shapes of their keys.
    public var kinds: [ItemKind] { ItemKind.allCases }

    /// An item with its entries in the indexes, and the access patterns that read and write it.
    ///
    /// - Parameter measuring: whether the patterns that read it are carried out, for at most
    ///   ``LexiTable/exploredItems`` items each, to say what they take.
    /// - Throws: `notFound`.
    public func item(
        _ partition: String, _ sort: String, measuring: Bool
    ) async throws(RepositoryError) -> ExploredItem {
        guard let item = try await table.explored(partition, sort, measuring: measuring) else { throw .notFound }
        return item
    }

    /// A page of a partition's items; empty when there is no such partition.
    ///
    /// - Throws: `badPosition`.
    public func items(_ partition: String, _ page: PageRequest) async throws(RepositoryError) -> Page<ExploredRow> {
        try await table.explored(partition, page)
    }
}
