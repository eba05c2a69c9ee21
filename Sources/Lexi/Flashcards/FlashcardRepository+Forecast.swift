import DynamoModel

extension FlashcardRepository {
    /// How many cards of a user are due, and how many become due on each of the next days of the user's time zone. No
    /// card is decoded.
    ///
    /// One query reads when the first ``LexiLimits/forecastCards`` of all these cards are due. Where there are more, a
    /// second one reads the same of those that are not due yet, and what is said of the rest is "at least": the cost is
    /// bounded by so many cards and by ``LexiLimits/forecastPages`` pages of the table, twice.
    /// - Parameters:
    ///   - days: today and the days that follow, brought into ``LexiLimits/forecastDays``.
    ///   - moment: what counts as now; nil means the clock's time.
    public func forecast(
        of user: User, days: Int, at moment: Timestamp? = nil
    ) async throws(RepositoryError) -> DueForecast {
        let now = moment ?? clock.now
        let limits = LexiLimits.forecastDays
        let today = user.timeZone.day(at: now)
        let list = (0..<min(max(limits.lowerBound, days), limits.upperBound)).map { today.adding(days: $0) }
        let ends = list.map { user.timeZone.start(of: $0.adding(days: 1)) }
        let last = (ends.last ?? now).adding(seconds: -1)
        let first = try await times(of: user, .through(last))
        let due = first.times.count { $0 <= now }
        var later = (times: Array(first.times[due...]), next: Timestamp?.none, isAll: first.isAll)
        if !first.isAll { later = try await times(of: user, .between(now.adding(seconds: 1), last)) }
        return DueForecast(
            due: due, isDueMinimum: !first.isAll && due == first.times.count && first.next.map { $0 <= now } ?? true,
            days: zip(list, ends).map { ($0, $1) }, later: later.times, isLaterAll: later.isAll)
    }

    private func times(
        of user: User, _ range: KeyRange<Timestamp>
    ) async throws(RepositoryError) -> (times: [Timestamp], next: Timestamp?, isAll: Bool) {
        let found = try await table.firstSortKeys(
            AccessPatterns.forecast, of: user.userID, range, limit: LexiLimits.forecastCards,
            pages: LexiLimits.forecastPages)
        return (found.keys.map(\.0), found.next?.0, found.isAll)
    }
}

extension DueForecast {
    /// A forecast of what was counted.
    ///
    /// - Parameters:
    ///   - days: with the moments at which they end.
    ///   - later: when the cards that are not due yet become due, in that order.
    ///   - isLaterAll: whether no more of them become due in these days.
    init(
        due: Int, isDueMinimum: Bool, days: [(day: LocalDay, end: Timestamp)], later: [Timestamp], isLaterAll: Bool
    ) {
        var counted: [Day] = []
        var index = 0
        for (number, day) in days.enumerated() {
            let start = index
            while index < later.count, later[index] < day.end { index += 1 }
            // Where counting ended on the day or before it, there can be more.
            let isCut = !isLaterAll && index == later.count
            counted.append(
                Day(
                    day: day.day, cards: index - start + (number == 0 ? due : 0),
                    isMinimum: isCut || number == 0 && isDueMinimum))
        }
        self.init(due: due, isDueMinimum: isDueMinimum, days: counted)
    }
}
