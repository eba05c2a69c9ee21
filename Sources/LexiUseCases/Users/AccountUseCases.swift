import Lexi

/// What users do with their own account.
public struct AccountUseCases: Sendable {
    /// How far the forecast of due cards looks, in days.
    static let forecastDays = LexiLimits.forecastDays.upperBound
    /// How many days of activity are listed when only the last is named.
    static let activityDays = 30

    let store: LexiStore
    let user: User
    let context: WriteContext
    let known: UserStatistics?

    /// The account of a user, in a call at the context's time.
    ///
    /// - Parameter statistics: the user's, if they were read along with the user.
    public init(_ store: LexiStore, _ user: User, _ context: WriteContext, statistics: UserStatistics? = nil) {
        self.store = store
        self.user = user
        self.context = context
        known = statistics
    }

    /// The user with their statistics.
    public func profile() async throws(RepositoryError) -> AccountProfile {
        try await profile(of: user)
    }

    /// Changes the profile, and returns it with the statistics.
    ///
    /// - Throws: `notFound`.
    public func changeProfile(_ patch: UserPatch) async throws(RepositoryError) -> AccountProfile {
        try await profile(of: try await change(patch))
    }

    private func profile(of user: User) async throws(RepositoryError) -> AccountProfile {
        let statistics = if let known { known } else { try await store.users.statistics(user.userID) }
        return AccountProfile(user: user, statistics: statistics, now: context.now)
    }

    /// Changes the profile. A change of the scheduler is noted; the cards are folded by ``CardFoldings``, each at
    /// the latest when it is read.
    ///
    /// - Parameter expectedVersion: the version that the caller knows; nil to change any.
    /// - Throws: `notFound`, `versionMismatch`.
    public func change(
        _ patch: UserPatch, expectedVersion: Int? = nil
    ) async throws(RepositoryError) -> User {
        try await store.users.update(user, patch, expectedVersion: expectedVersion, context)
    }

    /// Gives the user the address that their token bears.
    ///
    /// - Throws: `duplicateEmail` when another user has it.
    public func changeEmail(to email: EmailAddress) async throws(RepositoryError) -> User {
        try await store.users.changeEmail(of: user, to: email, context)
    }

    /// Notes in the audit trail that the user takes along what is held about them, and says where it is read.
    public func export() async throws(RepositoryError) -> AccountContents {
        try await store.audit.note(.userExported, of: user.userID, context)
        return AccountContents(store, user, at: context.now)
    }

    /// The user's counters, streak, retention and due cards as they are now, in four reads, and a fifth where
    /// more than ``LexiLimits/forecastCards`` cards are due or become due.
    ///
    /// - Parameter forecastDays: how far the forecast of due cards looks, today among the days; nil for all 30.
    public func statistics(forecastDays: Int? = nil) async throws(RepositoryError) -> AccountStatistics {
        let statistics = try await store.users.statistics(user.userID)
        let forecast = try await store.flashcards.forecast(
            of: user, days: forecastDays ?? Self.forecastDays, at: context.now)
        let days = try await store.users.activity(
            user.userID, from: today.adding(days: 1 - Self.activityDays), to: today, statistics)
        return AccountStatistics(
            statistics: statistics, today: today, forecast: forecast, retention: Retention(days))
    }

    /// The days on which the user reviewed or completed a session, the newest first.
    ///
    /// - Parameters:
    ///   - from: the first day; nil for 29 days before the last.
    ///   - to: the last day; nil for today.
    /// - Throws: `invalid` for a period that is too long or ends before it begins.
    public func activity(from: LocalDay?, to: LocalDay?) async throws(RepositoryError) -> [ActivityDay] {
        let to = to ?? today
        let from = from ?? to.adding(days: 1 - Self.activityDays)
        try Self.checkPeriod(from, to)
        return try await store.users.activity(user.userID, from: from, to: to)
    }

    /// The scores of the sessions that were completed in a period, the oldest first.
    ///
    /// - Parameters:
    ///   - from: the first day; nil for a year before the last.
    ///   - to: the last day; nil for today.
    /// - Throws: `invalid` for a period that is too long or ends before it begins; `badPosition`.
    public func progress(
        from: LocalDay?, to: LocalDay?, _ page: PageRequest
    ) async throws(RepositoryError) -> Page<Scoring> {
        let to = to ?? today
        let from = from ?? to.adding(days: 1 - LexiLimits.activityDays)
        try Self.checkPeriod(from, to)
        let end = user.timeZone.start(of: to.adding(days: 1)).adding(seconds: -1)
        return try await store.sessions.progress(
            of: user.userID, from: user.timeZone.start(of: from), through: end, page)
    }

    private var today: LocalDay { user.timeZone.day(at: context.now) }

    private static func checkPeriod(_ from: LocalDay, _ to: LocalDay) throws(RepositoryError) {
        guard from <= to else { throw .invalid("/from", "must not be after to") }
        guard to.number - from.number < LexiLimits.activityDays else {
            throw .invalid("/to", "must be at most \(LexiLimits.activityDays - 1) days after from")
        }
    }
}
