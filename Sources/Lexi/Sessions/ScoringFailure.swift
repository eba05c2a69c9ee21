/// Why a scoring service gives up. Made from fields that were checked.
public struct ScoringFailure: Sendable, Equatable {
    /// What the learner reads, 1 to ``LexiLimits/failureReason`` characters.
    public let reason: String
}
