/// The answer to an ``OversightRequest``.
public enum OversightResponse: Sendable, Equatable {
    /// A policy with its revision; the text is nil where only the revision is answered.
    case policy(text: String?, revision: String?)
    /// What was changed, or is.
    case insights(InsightsDescription)
    /// Where insights are on, and where the list goes on.
    case insightsList([InsightsDescription], nextToken: String?)
}
