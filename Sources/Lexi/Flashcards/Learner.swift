/// What a user's reviews go by: the days on which they count, and what schedules the cards.
struct Learner: Sendable {
    let user: User
    /// Folds the user's reviews.
    let scheduler: Scheduler

    init(_ user: User) {
        self.user = user
        scheduler = Scheduler(user.scheduler)
    }

    /// The setting by which cards are folded.
    var mark: SchedulerMark { user.schedulerMark }

    /// The calendar day on which a review counts for streak and activity.
    func day(at moment: Timestamp) -> LocalDay { user.timeZone.day(at: moment) }
}

extension User {
    /// The day of learning at a moment: a day of the time zone that begins at ``dayStartHour``.
    public func studyDay(at moment: Timestamp) -> LocalDay {
        let day = timeZone.day(at: moment)
        return moment < timeZone.start(of: day, hour: dayStartHour ?? 0) ? day.adding(days: -1) : day
    }

    /// The last second of the day of learning at a moment.
    public func studyDayEnd(at moment: Timestamp) -> Timestamp {
        timeZone.start(of: studyDay(at: moment).adding(days: 1), hour: dayStartHour ?? 0).adding(seconds: -1)
    }
}
