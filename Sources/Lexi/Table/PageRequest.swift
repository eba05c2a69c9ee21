/// How much of a list to read, and from where.
public struct PageRequest: Sendable, Hashable {
    /// The largest page.
    public static let maximumLimit = 1000

    /// How many elements at most.
    public let limit: Int
    /// Where to go on; nil at the beginning.
    public let position: Position?

    /// A part of a list. The limit is brought into 1 to 1,000.
    public init(limit: Int = 20, position: Position? = nil) {
        self.limit = min(max(1, limit), Self.maximumLimit)
        self.position = position
    }

    /// The mark of a list that is not merged of shards.
    var mark: Position.Mark { position?.marks.first ?? .start }
}
