import DynamoModel
import TableStore

// The sizes of item collections: all items of a partition of a table with local indexes.

extension TableEngine {
    /// The collection that a write touched, for a table with local indexes.
    ///
    /// It is measured after the commit, as readers read: the writer has others' writes to do. DynamoDB answers an
    /// estimate of a gigabyte's width. A collection of a smaller table needs no measuring, and of a large one no more
    /// than ``CollectionMeasure/mostRows`` are read: a collection beyond them is reported as somewhere between what
    /// was seen and the whole table. Nil when it cannot be measured (the table was dropped meanwhile): the write is
    /// done all the same.
    func collectionMetrics(_ write: PreparedWrite) async -> ItemCollectionMetrics? {
        guard write.table.hasLocalIndexes else { return nil }
        let key = write.keyAttributes.projected(to: write.table.layout.hash.map(\.name))
        guard let range = try? await collectionRange(write.table, key) else { return nil }
        let (lower, upper) = (Double(range.lowerBound / Self.gigabyte), Double(range.upperBound / Self.gigabyte + 1))
        return ItemCollectionMetrics(itemCollectionKey: key, sizeEstimateRangeGB: lower...upper)
    }

    private static let gigabyte = 1 << 30

    /// Between how many bytes the collection has.
    private func collectionRange(_ table: TableInfo, _ key: Item) async throws(DynamoDBError) -> ClosedRange<Int> {
        let whole = try answering { () throws(EngineFault) in
            try read(table) { (connection) throws(EngineFault) in
                try connection.counters([table.id])[table.id]?.bytes ?? 0
            }
        }
        if whole < Self.gigabyte { return 0...0 }
        let (bytes, isWhole) = try await collectionSize(table, key)
        return isWhole ? bytes...bytes : bytes...max(bytes, whole)
    }

    /// The collections that writes touched, each once, by table.
    func collectionMetrics(_ writes: [PreparedWrite]) async -> [String: [ItemCollectionMetrics]] {
        var metrics: [String: [ItemCollectionMetrics]] = [:]
        var seen: Set<[Item]> = []
        for write in writes where write.table.hasLocalIndexes {
            let partition = write.keyAttributes.projected(to: write.table.layout.hash.map(\.name))
            guard seen.insert([["table": .s(write.table.name)], partition]).inserted else { continue }
            guard let size = await collectionMetrics(write) else { continue }
            metrics[write.table.name, default: []].append(size)
        }
        return metrics
    }

    /// The size of the rows of a partition, without their index entries: of all, or of as many as are read.
    func collectionSize(
        _ table: TableInfo, _ key: Item
    ) async throws(DynamoDBError) -> (bytes: Int, isWhole: Bool) {
        var measure = CollectionMeasure(table, key)
        if try advance(&measure) { return (measure.bytes, measure.isWhole) }
        // A small collection is measured where the caller runs; more would keep others on its event loop waiting.
        let whole = try await inSlices(measure) { (measure) throws(DynamoDBError) in try self.advance(&measure) }
        return (whole.bytes, whole.isWhole)
    }

    private func advance(_ measure: inout CollectionMeasure) throws(DynamoDBError) -> Bool {
        try answering { () throws(EngineFault) in
            try read(measure.table) { (connection) throws(EngineFault) in try measure.advance(connection) }
        }
    }
}
