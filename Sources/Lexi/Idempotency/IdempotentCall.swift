import Synchronization

/// A call that its client gave a key, while it is carried out. The record of it is put in the transaction of its write.
public final class IdempotentCall: Sendable {
    /// Who calls: a user's id, or what stands for another caller.
    let caller: String
    /// The client's key.
    let key: String
    /// What the call asks for: that of another call differs.
    let fingerprint: String
    /// When the record goes.
    let expiresAt: Timestamp
    private let wasKept = Atomic(false)

    /// A call.
    ///
    /// - Parameters:
    ///   - caller: the caller's user id, or a text that no user id is.
    ///   - key: the client's key.
    ///   - fingerprint: a hash of all that the call asks for.
    ///   - now: when it is carried out.
    public init(caller: String, key: String, fingerprint: String, at now: Timestamp) {
        self.caller = caller
        self.key = key
        self.fingerprint = fingerprint
        expiresAt = now.adding(seconds: LexiLimits.idempotencyLifetime)
    }

    /// Whether its outcome is in the table.
    public var isKept: Bool { wasKept.load(ordering: .acquiring) }

    func noteKept() { wasKept.store(true, ordering: .releasing) }

    /// Its record with what came of it.
    func record(_ outcome: IdempotencyRecord.Outcome) -> IdempotencyRecord {
        IdempotencyRecord(
            caller: caller, clientKey: key, fingerprint: fingerprint, outcome: outcome, expiresAt: expiresAt)
    }
}
