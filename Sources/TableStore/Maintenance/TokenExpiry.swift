import DynamoModel

/// Removes the tokens of transactions when their time is over.
struct TokenExpiry: MaintenanceTask {
    let id = MaintenanceID(kind: .tokenExpiry, subject: 0)

    /// Tokens that are removed by one statement.
    private static let tokensAtATime = 64
    /// What a token takes in the file, about, in bytes.
    private static let tokenBytes = 128
    /// How long it rests when no more have expired, in milliseconds: they expire in the order in which they came.
    static let rest = 1_000

    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome {
        try storage { () throws(SQLiteFault) in
            while try writer.tokens.removeExpired(atMost: Self.tokensAtATime) == Self.tokensAtATime {
                let bytes = Self.tokensAtATime * Self.tokenBytes
                guard budget.take(bytes: bytes, rows: Self.tokensAtATime) else { return .more }
            }
            guard try !writer.tokens.isEmpty() else {
                writer.state.hasTokens = false
                return .done
            }
            return .idle(milliseconds: Self.rest)
        }
    }
}

extension Writer {
    /// Remembers that a transaction was carried out; its token expires in the background.
    package func remember(_ token: TransactionToken) throws(EngineFault) {
        try TableStore.storage { () throws(SQLiteFault) in
            try tokens.remember(token.token, fingerprint: token.fingerprint)
        }
        state.hasTokens = true
    }
}
