import DynamoModel

/// What can be read of an account that is to be erased, whatever its items hold: they may be damaged or gone.
struct ClosedAccount {
    let userID: UserID
    /// The user's item, if there is one.
    let user: Item?
    /// The item of their statistics, if there is one.
    let statistics: Item?
    /// The address in the user's item, and what the caller knows besides.
    let addresses: [EmailAddress]
    /// The identity in the user's item.
    let identity: Identity?

    /// - Parameters:
    ///   - items: the items of the profile, see ``AccessPatterns/profile``.
    ///   - address: an address that the caller knows to be the user's.
    init(_ userID: UserID, _ items: [Item], address: EmailAddress?) {
        func item(_ key: ItemKey) -> Item? { items.first { ItemKey($0) == key } }
        self.userID = userID
        user = item(User.key(userID))
        statistics = item(UserStatistics.key(userID))
        let stored = user?["email"]?.string.map { EmailAddress(trusted: $0) }
        addresses = Array(Set([stored, address].compactMap(\.self)))
        identity =
            if let issuer = user?["issuer"]?.string, let subject = user?["subject"]?.string {
                try? Identity(issuer: issuer, subject: subject)
            } else { nil }
    }

    /// Whether one of the items says that the account is being erased.
    var isClosed: Bool { isClosed(user) || isClosed(statistics) }

    /// Whether a server that starts finds the account by its statistics.
    var isListed: Bool { isClosed(statistics) }

    private func isClosed(_ item: Item?) -> Bool { item?[UserStatistics.erasureAttribute] != nil }

    /// What stands for the account in the entries about its end, if it can be read.
    var erasureID: ULID? { statistics?[UserStatistics.erasureIDAttribute]?.string.flatMap { ULID($0) } }

    /// Who has it erased: an operator, or the user, who is not named any more.
    var eraser: WriteContext.Actor {
        statistics?[UserStatistics.operatorAttribute]?.bool == true ? .operator : .formerUser
    }

    /// Deleted cards of which something may be left.
    var logs: [FlashcardID] { ids("logs_to_remove") }
    /// Deleted sessions of which something may be left.
    var sessions: [SessionID] { ids("sessions_to_remove") }

    private func ids<Entity>(_ attribute: String) -> [Identifier<Entity>] {
        (statistics?[attribute]?.list ?? []).compactMap { $0.string.flatMap { Identifier($0) } }
    }

    /// Guards whose keys are not known.
    var unknownGuards: [ErasedAccount.Guard] {
        ErasedAccount.Guard.allCases.filter { $0 == .address ? addresses.isEmpty : identity == nil }
    }

    /// Statistics to close the account with: those that can be read, or else what an erasure needs of them.
    ///
    /// - Parameters:
    ///   - erasureID: what stands for the account from now on.
    ///   - actor: who has it erased.
    /// - Throws: `corrupt` when a newer program wrote them.
    func closedStatistics(
        at now: Timestamp, _ erasureID: ULID, by actor: WriteContext.Actor
    ) throws(RepositoryError) -> UserStatistics {
        var closed: UserStatistics
        if let known: UserStatistics = try Self.readable(statistics) {
            closed = known
            closed.feedPosition = known.feedPosition.advanced(at: now)
        } else {
            // Another number than that on which a writer, who has read it before, makes their write depend.
            let number = statistics?["feed_sequence"]?.int.flatMap { (0..<Int.max).contains($0) ? $0 + 1 : nil } ?? 0
            closed = .initial(userID: userID, feedPosition: FeedPosition(time: now, sequence: number))
            closed.logsToRemove = logs
            closed.sessionsToRemove = sessions
        }
        closed.erasureStartedAt = now
        closed.erasureID = erasureID
        closed.isErasedByOperator = actor == .operator
        return closed
    }

    /// The user to close the account with; nil when they are closed, damaged or gone.
    ///
    /// - Throws: `corrupt` when a newer program wrote the item.
    func openUser() throws(RepositoryError) -> User? {
        guard let user: User = try Self.readable(user), user.erasureStartedAt == nil else { return nil }
        return user
    }

    private static func readable<Entity: ItemConvertible>(_ item: Item?) throws(RepositoryError) -> Entity? {
        guard let item else { return nil }
        do { return try Entity(item: item) } catch {
            if error.isNewer { throw .corrupt(error) }
            return nil
        }
    }
}
