import DynamoModel

// What is known of partitions without a read.
extension Store {
    /// The places that count the writes of a partition, by its storage and the beginning that its rows' keys share, and
    /// changes of the catalog. Nil when other processes may write the file.
    package func places(storage: Int, partition: KeyBytes) -> [Int]? {
        guard pool.seesAllWrites else { return nil }
        return [PartitionVersions.catalog, PartitionVersions.place(storage, partition)]
    }

    /// The present versions of places; nil while one is being written, and when the file is closed or its log's index
    /// was cut.
    package func stamps(of places: [Int]) -> [PartitionStamp]? {
        guard !pool.isIndexLost else { return nil }
        var stamps: [PartitionStamp] = []
        stamps.reserveCapacity(places.count)
        for place in places {
            guard let version = pool.versions.version(of: place) else { return nil }
            stamps.append(PartitionStamp(place: place, version: version))
        }
        return stamps
    }

    /// Whether nothing has been written in any of the places since.
    package func hold(_ stamps: [PartitionStamp]) -> Bool {
        guard !pool.isIndexLost else { return false }
        for stamp in stamps where pool.versions.version(of: stamp.place) != stamp.version { return false }
        return true
    }
}
