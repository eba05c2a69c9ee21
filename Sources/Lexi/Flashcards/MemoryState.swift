/// What FSRS knows of a card, in ten-thousandths: the four decimals that are kept after each review.
public struct MemoryState: Sendable, Hashable {
    /// The days after which the card is remembered with a probability of nine in ten, times 10,000.
    public let stability: Int
    /// From 1 to 10, times 10,000.
    public let difficulty: Int
    /// The exponent with which it is forgotten, times -10,000: one of the parameters, kept so that the state says by
    /// itself how well the card is remembered.
    public let decay: Int

    /// The smallest and the largest stability. FSRS has no upper bound; a log could otherwise lead to infinity.
    static let stabilities = 0.001...1e9
    /// The range of difficulties.
    static let difficulties = 1.0...10.0

    init(stability: Int, difficulty: Int, decay: Int) {
        self.stability = stability
        self.difficulty = difficulty
        self.decay = decay
    }

    /// Rounds stability and difficulty to four decimals.
    init(_ stability: Double, _ difficulty: Double, decay: Int) {
        self.stability = Self.tenThousandths(stability, in: Self.stabilities)
        self.difficulty = Self.tenThousandths(difficulty, in: Self.difficulties)
        self.decay = decay
    }

    /// The probability that the card is remembered so many days after its last review
    /// (`get_card_retrievability` of py-fsrs).
    func retrievability(days: Int) -> Double {
        let decay = -Double(decay) / 10_000
        let factor = ExactMath.power(0.9, 1 / decay) - 1
        return ExactMath.power(1 + factor * Double(max(0, days)) / self.days, decay)
    }

    var numbers: [Int] { [stability, difficulty, decay] }

    /// Stability: after so many days the card is remembered with a probability of 90 %.
    var days: Double { Double(stability) / 10_000 }
    /// The difficulty from 1 to 10.
    var level: Double { Double(difficulty) / 10_000 }

    private static func tenThousandths(_ value: Double, in range: ClosedRange<Double>) -> Int {
        // A value that is no number counts as the smallest.
        Int((min(range.upperBound, max(range.lowerBound, value)) * 10_000).rounded())
    }
}
