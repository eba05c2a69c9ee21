/// In whose name something is written, when, and what goes along with it.
public struct WriteContext: Sendable {
    /// Who acts.
    public enum Actor: Sendable, Hashable {
        /// A user: for themselves, or as an admin.
        case user(UserID)
        /// A user whose account is gone, or going: in audit entries, which do not name them. Nobody acts as one but the
        /// bearer of a token from before the erasure.
        case formerUser
        /// Another service of the app, with its own token.
        case service
        /// The program on behalf of the operator who runs it: its commands, and the loading of fixtures.
        case `operator`
    }

    /// Who acts: audit entries name them.
    public let actor: Actor
    /// The time of all that is written.
    public let now: Timestamp
    /// The acting user's statistics, if they were read along with the user: the first attempt then needs no read of its
    /// own. Outdated ones do no harm: the write is tried again with those of the table.
    let statistics: UserStatistics?
    /// The request that is answered, in UTF-8 as the log names it, for audit entries.
    let requestID: [UInt8]?
    /// The call whose record is put in the same transaction, so that it is not carried out twice.
    public let call: IdempotentCall?

    /// A context.
    ///
    /// - Parameters:
    ///   - now: the time of the request that is answered, or of what is loaded.
    ///   - statistics: those of the acting user, if they were read already.
    ///   - requestID: the request that is answered, as the log names it.
    ///   - call: the call that is carried out, if its client gave it a key.
    public init(
        _ actor: Actor, at now: Timestamp, statistics: UserStatistics? = nil, requestID: [UInt8]? = nil,
        call: IdempotentCall? = nil
    ) {
        self.actor = actor
        self.now = now
        self.statistics = statistics
        self.requestID = requestID
        self.call = call
    }

    /// The same for a write that comes before or after the one that the call is about.
    var aside: WriteContext {
        WriteContext(actor, at: now, statistics: statistics, requestID: requestID)
    }
}
