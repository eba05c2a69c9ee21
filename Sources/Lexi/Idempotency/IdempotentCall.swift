import Digests
import Synchronization

/// A call that its client gave a key, while it is carried out. The record of it is put in the transaction of its write;
/// of one that takes many transactions a ``CallClaim`` is put before the first, and the outcome after the last.
public final class IdempotentCall: Sendable {
    /// Who calls: a user's id, or what stands for another caller.
    let caller: String
    /// The client's key.
    let key: String
    /// What the call asks for: that of another call differs.
    public let fingerprint: String
    /// When the record goes.
    let expiresAt: Timestamp
    /// Whether its client gave it the key. Others are known while they are carried out, so that one that was cut off
    /// can be continued.
    public let hasClientKey: Bool
    let seed: UInt64
    private let wasKept = Atomic(false)
    private let held = Mutex<CallClaim?>(nil)

    /// A call.
    ///
    /// - Parameters:
    ///   - caller: the caller's user id, or a text that no user id is.
    ///   - key: the client's key; nil when it gave none.
    ///   - fingerprint: a hash of all that the call asks for.
    ///   - seed: from which the ids of what a claimed call makes follow, unless an earlier claim says otherwise: a hash
    ///     of all of these; without a client's key a random number, since the same call again is another.
    ///   - now: when it is carried out.
    public init(caller: String, key: String?, fingerprint: String, seed: UInt64 = 0, at now: Timestamp) {
        self.caller = caller
        // No client's key has a line feed.
        self.key = key ?? "\n" + fingerprint
        hasClientKey = key != nil
        self.fingerprint = fingerprint
        self.seed = seed
        expiresAt = now.adding(seconds: LexiLimits.idempotencyLifetime)
    }

    /// What stands for a caller who has not registered, by issuer and subject.
    public static func caller(issuer: String, subject: String) -> String {
        "caller-" + Base64URL.encode(SHA256.hash(Array("\(issuer)\n\(subject)".utf8)))
    }

    /// Whether its outcome is in the table.
    public var isKept: Bool { wasKept.load(ordering: .acquiring) }

    func noteKept() { wasKept.store(true, ordering: .releasing) }

    /// What is known of its claim in the table: its own, or one that has lapsed, which it takes over.
    public var claim: CallClaim? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    /// The card that a row of a claimed call makes: the same whenever the call goes on, and in the order of the rows.
    ///
    /// - Parameters:
    ///   - row: its number, at most 65,535.
    ///   - start: when the call was first begun.
    public func cardID(row: Int, since start: Timestamp) -> FlashcardID {
        let milliseconds = UInt64(max(0, start.seconds)) * 1_000
        return FlashcardID(
            ULID(milliseconds: milliseconds, randomHigh: UInt64(clamping: row), randomLow: claim?.seed ?? seed))
    }

    /// Its record with what came of it.
    ///
    /// - Parameter expiry: when the record goes; nil for the time of all.
    func record(_ outcome: IdempotencyRecord.Outcome, until expiry: Timestamp? = nil) -> IdempotencyRecord {
        IdempotencyRecord(
            caller: caller, clientKey: key, fingerprint: fingerprint, outcome: outcome, expiresAt: expiry ?? expiresAt)
    }
}

extension IdempotentCall {
    /// The noting of an event: the same again within the time is the same call. Its key names nobody who acted.
    convenience init(
        noting action: AuditNote.Action, of user: UserID, by actor: WriteContext.Actor, within time: EventPeriod,
        at now: Timestamp
    ) {
        let name = if case .user(let id) = actor { id.text } else { "" }
        let what = "note\0\(action.rawValue)\0\(name)\0\(time.number(at: now))"
        let fingerprint = Base64URL.encode(SHA256.hash(Array(what.utf8)))
        self.init(caller: user.text, key: nil, fingerprint: fingerprint, at: now)
    }
}
