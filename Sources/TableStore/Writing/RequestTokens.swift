import DynamoModel

/// The `ClientRequestToken`s of the transactions of the last ten minutes, in the file beside what they wrote.
package final class RequestTokens {
    private let sqlite: SQLiteConnection
    private var findStatement: SQLiteStatement?
    private var addStatement: SQLiteStatement?
    private var expireStatement: SQLiteStatement?

    /// How many expired tokens each new one removes: more than one, so that they cannot pile up.
    private static let expiredAtATime = 4

    init(_ sqlite: SQLiteConnection) { self.sqlite = sqlite }

    /// The fingerprint of the request that came with a token less than ten minutes ago.
    package func fingerprint(of token: String, now: Double) throws(EngineFault) -> [UInt8]? {
        try storage { () throws(SQLiteFault) in try find(token, now) }
    }

    private func find(_ token: String, _ now: Double) throws(SQLiteFault) -> [UInt8]? {
        let statement = try sqlite.prepare(
            "SELECT fingerprint FROM tokens WHERE token = ? AND time > ?", into: &findStatement)
        defer { statement.reset() }
        statement.bind(1, copying: Array(token.utf8))
        statement.bind(2, Int(now * 1000) - DynamoLimits.transactionTokenLifetime * 1000)
        return try statement.step() ? [UInt8](statement.bytes(0)) : nil
    }

    /// Remembers a token with its request.
    package func remember(_ token: String, fingerprint: [UInt8], now: Double) throws(EngineFault) {
        try storage { () throws(SQLiteFault) in try add(token, fingerprint, now) }
    }

    private func add(_ token: String, _ fingerprint: [UInt8], _ now: Double) throws(SQLiteFault) {
        let removal = try sqlite.prepare(
            """
            DELETE FROM tokens WHERE token IN
            (SELECT token FROM tokens WHERE time <= ? ORDER BY time LIMIT \(Self.expiredAtATime))
            """, into: &expireStatement)
        removal.bind(1, Int(now * 1000) - DynamoLimits.transactionTokenLifetime * 1000)
        try removal.run()
        let statement = try sqlite.prepare("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)", into: &addStatement)
        statement.bind(1, copying: Array(token.utf8))
        statement.bind(2, copying: fingerprint)
        statement.bind(3, Int(now * 1000))
        try statement.run()
    }
}
