import Lexi

/// The shares of reviews of some days that were not `forgot`, by how far the cards had come when they were reviewed;
/// nil without any review.
public struct Retention: Sendable, Equatable {
    /// Of cards that were learning.
    public let learning: Double?
    /// Of mature cards.
    public let mature: Double?
    /// Of all, first reviews of new cards among them.
    public let total: Double?

    init(_ days: [ActivityDay]) {
        var (learning, mature, total) = (JudgedCount(), JudgedCount(), JudgedCount())
        for day in days {
            learning += day.learning
            mature += day.mature
            total += day.total
        }
        (self.learning, self.mature, self.total) = (learning.retention, mature.retention, total.retention)
    }
}
