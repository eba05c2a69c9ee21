extension Schedule {
    /// The schedule of a log that is still to be written: its reviews in the order of their times; those without one
    /// are left out.
    public static func fold(_ reviews: [NewReview], created: Timestamp) -> Schedule {
        reviews.reduce(.new(at: created)) { schedule, review in
            guard let time = review.reviewedAt else { return schedule }
            let id = review.reviewID ?? ReviewID(ULID(high: 0, low: 0))
            return schedule.applying(review.rating, ReviewOrder(reviewedAt: time, reviewID: id))
        }
    }
}
