/// A table service that knows, without a read, whether something has been written in a partition.
///
/// A caller that keeps results of reads takes the stamps of their partitions before the first read, and asks before
/// each use whether they still hold: then a read would bring the same, as of that moment.
public protocol WatchedPartitions: Sendable {
    /// The places that count the writes of a partition of a table, or what comes into and leaves one of an index; with
    /// them what tables and indexes there are. Nil when that is not watched, or there is no such partition.
    ///
    /// An item that stays where it is in an index and changes counts for its partition of the table alone: what was
    /// read of an index depends on the partitions of the items, too.
    ///
    /// - Parameter partition: the value of a partition key that is one attribute.
    func places(table: String, index: String?, partition: AttributeValue) -> [Int]?

    /// The present versions of places; nil while one of them is being written, and once the service is closed.
    func stamps(of places: [Int]) -> [PartitionStamp]?

    /// Whether nothing has been written in any of the places since their stamps were taken.
    func hold(_ stamps: [PartitionStamp]) -> Bool
}

/// How often a place was written that counts the writes of some partitions.
public struct PartitionStamp: Sendable, Hashable {
    /// The place.
    public let place: Int
    /// Its version at that time.
    public let version: UInt64

    /// A stamp of a place.
    public init(place: Int, version: UInt64) {
        self.place = place
        self.version = version
    }
}
