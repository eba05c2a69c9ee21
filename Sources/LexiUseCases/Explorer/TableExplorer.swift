import Lexi

/// What admins see of the table itself: items by their keys, whatever their kinds. It changes nothing, and notes in the
/// trails of users that somebody read the data held about them.
public struct TableExplorer: Sendable {
    let table: LexiTable
    let notes: EventNotes
    let context: WriteContext

    /// The explorer of a store's table, in the hands of an admin, in a call at the context's time.
    public init(_ store: LexiStore, _ notes: EventNotes, _ context: WriteContext) {
        table = store.table
        self.notes = notes
        self.context = context
    }

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
        if let owner = item.owner { try await notes.inspection(of: owner, context) }
        return item
    }

    /// A page of a partition's items; empty when there is no such partition.
    ///
    /// - Throws: `badPosition`.
    public func items(_ partition: String, _ page: PageRequest) async throws(RepositoryError) -> Page<ExploredRow> {
        let found = try await table.explored(partition, page)
        for owner in Set(found.items.compactMap(\.owner)) { try await notes.inspection(of: owner, context) }
        return found
    }
}
