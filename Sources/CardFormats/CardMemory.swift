/// What FSRS knows of a card after its last review.
public struct CardMemory: Sendable, Equatable {
    /// The days after which the card is remembered with a probability of nine in ten.
    public var stability: Double
    /// From 1 to 10.
    public var difficulty: Double
    /// The exponent with which it is forgotten, as a positive number; nil when the file does not say.
    public var decay: Double?
    /// The probability with which it is to be remembered when it is due; nil when the file does not say.
    public var desiredRetention: Double?

    /// A state of memory.
    public init(stability: Double, difficulty: Double, decay: Double? = nil, desiredRetention: Double? = nil) {
        self.stability = stability
        self.difficulty = difficulty
        self.decay = decay
        self.desiredRetention = desiredRetention
    }
}
