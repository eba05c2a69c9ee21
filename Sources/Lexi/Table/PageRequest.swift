/// How much of a list to read, and from where.
public struct PageRequest: Sendable, Hashable {
    /// The largest page.
    public static let maximumLimit = 1000

    /// How many elements at most.
    public let limit: Int
    /// Where to go on; nil at the beginning.
    public let position: Position?

    /// How far a list that is in one piece was read.
    ///
    /// - Throws: `badPosition` for a position of another list.
    func mark() throws(RepositoryError) -> Position.Mark { try marks(1)[0] }

    /// How far each shard of a list was read.
    ///
    /// - Throws: `badPosition` for a position of a list of another number of shards.
    func marks(_ count: Int) throws(RepositoryError) -> [Position.Mark] {
        guard let position else { return [Position.Mark](repeating: .start, count: count) }
        guard position.marks.count == count else { throw .badPosition }
        return position.marks
    }

    /// A part of a list. The limit is brought into 1 to 1,000.
    public init(limit: Int = 20, position: Position? = nil) {
        self.limit = min(max(1, limit), Self.maximumLimit)
        self.position = position
    }
}
