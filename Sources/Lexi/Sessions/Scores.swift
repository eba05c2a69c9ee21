/// Five scores from 0 to 100, and words about them. Made from fields that were checked.
public struct Scores: Sendable, Equatable {
    /// How fluently the learner spoke.
    public let fluency: Int
    /// How clearly.
    public let pronunciation: Int
    /// How correctly.
    public let grammar: Int
    /// How richly.
    public let vocabulary: Int
    /// All in all: the mean of the four, half up, when it was left out.
    public let overall: Int
    /// Words about it, or `""`.
    public let feedback: String

    /// The mean of four scores, half up.
    static func mean(_ fluency: Int, _ pronunciation: Int, _ grammar: Int, _ vocabulary: Int) -> Int {
        (fluency + pronunciation + grammar + vocabulary + 2) / 4
    }
}
