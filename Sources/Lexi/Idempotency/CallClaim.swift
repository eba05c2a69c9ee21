/// That a call of many transactions is being carried out: kept under its key from before its first write until its
/// outcome takes the place.
///
/// The process that carries the call out renews the claim as it goes on. A claim that is not renewed lapses, and the
/// same call goes on where it was: the ids of what it makes follow from its beginning and its seed
/// (``IdempotentCall``).
public struct CallClaim: Sendable, Equatable {
    /// When the call was first begun.
    public let startedAt: Timestamp
    /// When the claim lapses, unless it is renewed before.
    public let heldUntil: Timestamp
    /// The seed of the ids of what the call makes; they follow from it and from the call's beginning.
    let seed: UInt64

    /// What the item has of it: a word and the parts.
    var texts: [String] { ["running", startedAt.text, heldUntil.text, "\(seed)"] }

    init(startedAt: Timestamp, heldUntil: Timestamp, seed: UInt64) {
        self.startedAt = startedAt
        self.seed = seed
        self.heldUntil = heldUntil
    }

    /// Reads what ``texts`` wrote; nil for anything else.
    init?(_ texts: [String]) {
        guard texts.count == 4, texts[0] == "running", let startedAt = Timestamp(texts[1]),
            let heldUntil = Timestamp(texts[2]), let seed = UInt64(texts[3])
        else { return nil }
        self.init(startedAt: startedAt, heldUntil: heldUntil, seed: seed)
    }

    /// The same, held from this moment on.
    func renewed(at now: Timestamp) -> CallClaim {
        CallClaim(startedAt: startedAt, heldUntil: now.adding(seconds: LexiLimits.claimLifetime), seed: seed)
    }

    /// Whether most of its time is over.
    func isDue(at now: Timestamp) -> Bool { heldUntil < now.adding(seconds: LexiLimits.claimLifetime / 2) }
}
