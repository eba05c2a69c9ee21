import DynamoModel
import TableStore

/// How far the measuring of a collection is: it is done in slices, as a page is read.
struct CollectionMeasure: Sendable {
    let table: TableInfo
    private var next: KeyBytes
    private let end: KeyBytes
    private(set) var bytes = 0
    /// Whether all rows were measured.
    private(set) var isWhole = false
    private var slices = 0

    /// Rows of a slice: about a millisecond's work.
    private static let rowsPerSlice = 1000
    /// Rows that are measured at most, so that a put costs no more in a large partition.
    static let mostRows = 10 * rowsPerSlice

    init(_ table: TableInfo, _ key: Item) {
        self.table = table
        let prefix = table.layout.partitionPrefix(table.layout.hash.compactMap { key[$0.name] })
        next = prefix
        end = KeyEncoding.successor(ofPrefix: prefix) ?? KeyLayout.end
    }

    /// Measures the next rows; true when there are no more, or enough were seen.
    mutating func advance(_ connection: StoreConnection) throws(EngineFault) -> Bool {
        let slice = try connection.size(table.id, from: next, to: end, rows: Self.rowsPerSlice)
        bytes += slice.bytes
        slices += 1
        guard let last = slice.last else {
            isWhole = true
            return true
        }
        next = last + [0]
        return slices * Self.rowsPerSlice >= Self.mostRows
    }
}
