/// What reviews that are written together change in their user's counters.
struct ReviewTally: Sendable {
    /// The changes of calendar days.
    private(set) var days: [LocalDay: DayChange] = [:]
    /// The changes of the days of learning, for their limits.
    private(set) var studyDays: [LocalDay: (newCards: Int, reviews: Int)] = [:]
    private let learner: Learner
    /// The first day whose retention is still asked for.
    private let firstDay: LocalDay

    init(_ learner: Learner, at now: Timestamp) {
        self.learner = learner
        firstDay = learner.day(at: now).adding(days: -RecentReviews.days)
    }

    /// Counts a review on its day, or with -1 takes it from there.
    mutating func count(_ review: Review, _ times: Int = 1) {
        let day = learner.day(at: review.reviewedAt)
        days[day, default: DayChange()].reviews += times
        if review.rating == .forgot { days[day, default: DayChange()].forgot += times }
    }

    /// Counts what a fold judged otherwise than it stands in the counters.
    ///
    /// - Returns: what the card counts for then.
    mutating func count(_ fold: ReviewFold, of card: Flashcard) -> RecentReviews {
        var recent = fold.isWhole ? RecentReviews() : card.recent
        count(fold.judged, 1, &recent)
        if fold.isWhole {
            count(fold.judgedBefore, -1)
        } else {
            count(fold.judgedBefore, -1, &recent)
        }
        recent.forget(before: firstDay)
        var known = card.recent
        known.forget(before: firstDay)
        recent.addDifference(from: known, to: &days)
        return recent
    }

    private mutating func count(_ reviews: [JudgedReview], _ times: Int, _ recent: inout RecentReviews) {
        for review in reviews {
            let day = learner.day(at: review.reviewedAt)
            if day >= firstDay { recent.count(review, on: day, times) }
        }
        count(reviews, times)
    }

    /// Only days of learning of late are counted: earlier ones have no limits any more.
    private mutating func count(_ reviews: [JudgedReview], _ times: Int) {
        for review in reviews {
            let day = learner.user.studyDay(at: review.reviewedAt)
            guard day >= firstDay else { continue }
            var change = studyDays[day] ?? (0, 0)
            if review.maturity == .new { change.newCards += times } else { change.reviews += times }
            studyDays[day] = change
        }
    }
}
