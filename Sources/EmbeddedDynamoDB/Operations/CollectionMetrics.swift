import DynamoModel
import TableStore

// The sizes of item collections: all items of a partition of a table with local indexes.

extension TableEngine {
    /// The collection that a write touched, for a table with local indexes.
    ///
    /// It is measured after the commit, as readers read: a collection can be large, and the writer has others' writes to do. It is measured
    /// in its stored form; DynamoDB answers an estimate of a gigabyte's width too. Nil, too, when it cannot be measured (the table
    /// was dropped meanwhile): the write is done all the same.
    func collectionMetrics(_ write: PreparedWrite) async -> ItemCollectionMetrics? {
        guard write.table.hasLocalIndexes else { return nil }
        let key = write.keyAttributes.projected(to: write.table.layout.hash.map(\.name))
        guard let bytes = try? await collectionSize(write.table, key) else { return nil }
        let gigabytes = Double(bytes / (1 << 30))
        return ItemCollectionMetrics(itemCollectionKey: key, sizeEstimateRangeGB: gigabytes...(gigabytes + 1))
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

    /// The size of the rows of a partition, without their index entries.
    func collectionSize(_ table: TableInfo, _ key: Item) async throws(DynamoDBError) -> Int {
        var measure = CollectionMeasure(table, key)
        if try advance(&measure) { return measure.bytes }
        // A small collection is measured where the caller runs; more would keep others on its event loop waiting.
        let sofar = measure
        let task = Task(executorPreference: globalConcurrentExecutor) { () -> Result<Int, DynamoDBError> in
            var measure = sofar
            do throws(DynamoDBError) {
                while try !self.advance(&measure) { await Task.yield() }
                return .success(measure.bytes)
            } catch {
                return .failure(error)
            }
        }
        return try await task.value.get()
    }

    private func advance(_ measure: inout CollectionMeasure) throws(DynamoDBError) -> Bool {
        try answering { () throws(EngineFault) in
            try read(measure.table) { (connection) throws(EngineFault) in try measure.advance(connection) }
        }
    }
}

/// How far the measuring of a collection is: it is done in slices, as a page is read.
private struct CollectionMeasure: Sendable {
    let table: TableInfo
    private var next: KeyBytes
    private let end: KeyBytes
    private(set) var bytes = 0

    /// Rows of a slice: about a millisecond's work.
    private static let rowsPerSlice = 1000

    init(_ table: TableInfo, _ key: Item) {
        self.table = table
        let prefix = table.layout.partitionPrefix(table.layout.hash.compactMap { key[$0.name] })
        next = prefix
        end = KeyEncoding.successor(ofPrefix: prefix) ?? KeyLayout.end
    }

    /// Measures the next rows; true when there are no more.
    mutating func advance(_ connection: StoreConnection) throws(EngineFault) -> Bool {
        let slice = try connection.size(table.id, from: next, to: end, rows: Self.rowsPerSlice)
        bytes += slice.bytes
        guard let last = slice.last else { return true }
        next = last + [0]
        return false
    }
}
