extension LexiTable {
    /// How often days are read again while the newest day changes.
    private static let attempts = 8

    /// A user's days, the newest first, with what their statistics have of the newest.
    ///
    /// The statistics are read before and after the days: while the newest day is the same in both, its item did not
    /// take over what is open.
    /// - Parameters:
    ///   - known: the user's statistics, if they were read already.
    ///   - read: reads the items of days, the newest first.
    /// - Throws: `contention` when the newest day changes again and again; `corrupt` when the statistics are damaged or
    ///   of a newer program, since the newest day is then not known.
    func days(
        of user: UserID, _ known: UserStatistics? = nil,
        _ read: () async throws(RepositoryError) -> [ActivityDay]
    ) async throws(RepositoryError) -> [ActivityDay] {
        var before = known?.openDay
        if known == nil { before = try await get(AccessPatterns.statistics, user)?.openDay }
        for _ in 0..<Self.attempts {
            let days = try await read()
            let open = try await get(AccessPatterns.statistics, user)?.openDay
            if open?.day == before?.day { return open?.completing(days, of: user) ?? days }
            before = open
        }
        throw .contention
    }
}
