/// A turn to append. Made from fields that were checked.
public struct NewTurn: Sendable, Equatable {
    /// Who speaks.
    public let speaker: Speaker
    /// What is said.
    public let content: String
    /// Its translation, or `""`.
    public let translatedContent: String
    /// A recording, or none.
    public let audioURL: WebAddress
    /// Whether the learner used a hint.
    public let isHintUsed: Bool
    /// Time to the first token, in milliseconds.
    public let ttftMS: Int?
    /// Latency, in milliseconds.
    public let latencyMS: Int?
    /// Tokens that went in.
    public let inputTokens: Int?
    /// Tokens that came out.
    public let outputTokens: Int?
    /// What it cost, in US dollars.
    public let costUSD: DecimalAmount?
    /// How to say it, or `""`.
    public let deliveryCue: String
    /// A score of the learner's wording, 0 to 100; nil when the service gave none.
    public let qualityScore: Int?

    /// What a partner says first, as turn 0.
    static func greeting(_ content: String) -> NewTurn {
        NewTurn(
            speaker: .ai, content: content, translatedContent: "", audioURL: .none, isHintUsed: false, ttftMS: nil,
            latencyMS: nil, inputTokens: nil, outputTokens: nil, costUSD: nil, deliveryCue: "", qualityScore: nil)
    }
}
