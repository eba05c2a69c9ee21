import DynamoModel

/// The `ClientRequestToken`s of the transactions of the last ten minutes, in the file next to what they wrote.
///
/// A token's age is measured by a clock that does not step. That clock says nothing of the time before this process: a
/// token of an earlier one is kept until ten minutes have passed by it since the start, and by the wall clock since the
/// token came.
package final class RequestTokens {
    private let sqlite: SQLiteConnection
    private let clocks: TokenClocks
    private var findStatement: SQLiteStatement?
    private var addStatement: SQLiteStatement?
    private var expireStatement: SQLiteStatement?
    private var removeStatement: SQLiteStatement?
    private var lookStatement: SQLiteStatement?

    /// - Throws: when the tokens that are there cannot be read.
    init(_ sqlite: SQLiteConnection, _ options: StoreOptions) throws(SQLiteFault) {
        self.sqlite = sqlite
        clocks = TokenClocks(wall: options.clock, steady: options.steadyClock, lastTime: try Self.lastTime(sqlite))
    }

    /// The latest time of a token whose row is as it was written; nil without such a row.
    private static func lastTime(_ sqlite: SQLiteConnection) throws(SQLiteFault) -> Int? {
        let statement = try sqlite.prepare(FileTable.tokens.select)
        defer { statement.finalize() }
        var last: Int?
        while try statement.step() {
            if FileTable.tokens.isSound(statement) { last = max(last ?? .min, statement.int(2)) }
        }
        return last
    }

    /// The fingerprint of the request that came with a token less than ten minutes ago.
    package func fingerprint(of token: String) throws(EngineFault) -> [UInt8]? {
        let table = FileTable.tokens
        let statement = try storage { () throws(SQLiteFault) in
            try sqlite.prepare("\(table.select) WHERE token = ?", into: &findStatement)
        }
        defer { statement.reset() }
        statement.bind(1, copying: Array(token.utf8))
        guard try storage({ () throws(SQLiteFault) in try statement.step() }) else { return nil }
        try table.verify(statement)
        return clocks.hasExpired(statement.int(2)) ? nil : [UInt8](statement.bytes(1))
    }

    /// Remembers a token with its request.
    func remember(_ token: String, fingerprint: [UInt8]) throws(SQLiteFault) {
        let statement = try sqlite.prepare(FileTable.tokens.replace, into: &addStatement)
        try FileTable.tokens.write([.blob(Array(token.utf8)), .blob(fingerprint), .int(clocks.now)], statement)
    }

    /// Whether the file has no token, so that none has to expire.
    func isEmpty() throws(SQLiteFault) -> Bool {
        let statement = try sqlite.prepare("SELECT 1 FROM tokens LIMIT 1", into: &lookStatement)
        defer { statement.reset() }
        return try !statement.step()
    }

    /// Removes tokens that have expired. One that is damaged may not have: it stays, for the check to report.
    ///
    /// - Returns: how many.
    func removeExpired(atMost count: Int) throws(SQLiteFault) -> Int {
        var expired: [[UInt8]] = []
        for range in clocks.expired where expired.count < count {
            let statement = try sqlite.prepare(
                "\(FileTable.tokens.select) WHERE time BETWEEN ? AND ?", into: &expireStatement)
            defer { statement.reset() }
            statement.bind(1, range.lowerBound)
            statement.bind(2, range.upperBound)
            while expired.count < count, try statement.step() {
                if FileTable.tokens.isSound(statement) { expired.append([UInt8](statement.bytes(0))) }
            }
        }
        for token in expired {
            let statement = try sqlite.prepare("DELETE FROM tokens WHERE token = ?", into: &removeStatement)
            statement.bind(1, copying: token)
            try statement.run()
        }
        return expired.count
    }
}
