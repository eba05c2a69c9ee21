import DynamoModel
import TableStore

/// A page of a statement under way: its reads one after the other, until the page is full.
struct StatementScan: Sendable {
    /// The reads in their order. There is at least one, unless no row can meet the condition.
    private(set) var readers: [PageReader]
    private var page = PageReader.Page()
    /// The read that the page is at.
    private var position: Int
    /// What had been read when that read began.
    private var bytesBefore = 0
    private var units = CapacityUnits()
    private var isBegun = false

    /// Goes on after a token.
    ///
    /// - Throws: `validation` for a token that leads out of the reads.
    init(_ readers: [PageReader], after token: StatementToken?) throws(EngineFault) {
        self.readers = readers
        position = 0
        guard let token else { return }
        guard token.read < readers.count, readers[token.read].contains(token.key) else { throw StatementToken.invalid }
        position = token.read
        self.readers[position].goOn(after: token.key)
    }

    /// Reads the next slice, in one snapshot; true when the page is complete.
    mutating func readSlice(_ connection: StoreConnection) throws(EngineFault) -> Bool {
        let rows = page.scanned
        while position < readers.count {
            isBegun = true
            guard try readers[position].readSlice(into: &page, connection) else { return false }
            endRead()
            guard !page.isCut else { return true }
            position += 1
            if page.scanned - rows >= Self.rowsPerSlice { return position == readers.count }
        }
        return true
    }

    private static let rowsPerSlice = 512

    /// Each read is rounded up to units by itself.
    private mutating func endRead() {
        let reader = readers[position]
        units = units + .read(bytes: page.bytes - bytesBefore, CapacityUnits.ReadKind(consistent: reader.consistent))
        bytesBefore = page.bytes
    }

    /// The answer, when the page is complete.
    func response(_ request: ExecuteStatementRequest) throws(EngineFault) -> ExecuteStatementResponse {
        var response = ExecuteStatementResponse(items: page.items)
        if page.isCut {
            response.nextToken = StatementToken(read: position, key: page.lastKey).text(of: request)
            response.lastEvaluatedKey = try readers[position].startKey(page.lastKey)
        }
        if request.returnConsumedCapacity != .none, let reader = readers.first {
            response.consumedCapacity = ConsumedCapacity(
                reading: units, reader.table, reader.index, fetched: reader.fetchesWholeItems ? page.fetched : nil)
        }
        return response
    }
}

extension PageReader {
    fileprivate func contains(_ key: KeyBytes) -> Bool {
        key.compareBytes(with: lower) >= 0 && key.compareBytes(with: upper) < 0
    }

    fileprivate mutating func goOn(after key: KeyBytes) {
        if forward { lower = key + [0] } else { upper = key }
    }
}
