import DynamoModel

/// The items of a table of the real app's former back end, sorted by their kinds.
///
/// It is held in memory: the layout scatters what belongs together. ``maximumItems`` bounds it.
public struct AppTable: Sendable {
    /// Items that are taken at most.
    public static let maximumItems = 1_000_000

    /// The kinds of items of that table.
    public enum Kind: String, Sendable, CaseIterable {
        /// A user's profile.
        case user
        /// A saved word with its schedule.
        case card
        /// The head of a session.
        case session
        /// A turn of a session.
        case turn
        /// The scores of a session.
        case scoring
        /// A conversation that sessions are started from; all users share it.
        case scenario
        /// Caches and measurements, which do not move.
        case cache
        /// Any other item.
        case unknown
    }

    private(set) var items: [Kind: [AppItem]] = [:]
    /// How many items were taken.
    public private(set) var count = 0

    /// An empty table.
    public init() {}

    /// Takes an item; false when there are too many.
    public mutating func take(_ item: Item) -> Bool {
        guard count < Self.maximumItems else { return false }
        let found = AppItem(item)
        items[found.kind, default: []].append(found)
        count += 1
        return true
    }
}
