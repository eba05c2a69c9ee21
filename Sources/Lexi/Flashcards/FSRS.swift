/// FSRS-6, the Free Spaced Repetition Scheduler, without learning steps and without random fuzz.
///
/// The formulas are those of the reference implementation (open-spaced-repetition/py-fsrs 6.3.2, `Scheduler`); its
/// names stand in the comments. After each review stability and difficulty are rounded to four decimals, so that a fold
/// can start from any kept state, and no machine folds otherwise than another.
struct FSRS: Sendable {
    /// The probability with which a card is to be remembered when it is due, times 10,000.
    static let defaultRetention = 9000

    private let w: [Double]
    private let decay: Int
    /// Days of interval for each day of stability: exactly 1 for a retention of 0.9, by the definition of stability.
    private let interval: Double
    private let easyDifficulty: Double

    init(_ parameters: FSRSParameters, retention: Int) {
        w = parameters.tenThousandths.map { Double($0) / 10_000 }
        decay = parameters.tenThousandths[20]
        let growth = { [w] (retention: Double) in ExactMath.power(retention, -1 / w[20]) - 1 }
        interval =
            retention == Self.defaultRetention ? 1 : growth(Double(retention) / 10_000) / growth(0.9)
        easyDifficulty = Self.initialDifficulty(.easy, w)
    }

    /// What a review makes of what is known of a card.
    ///
    /// - Parameters:
    ///   - memory: nil before the first review.
    ///   - days: whole days of 24 hours since the last review. Within a day the formula for short terms counts.
    func next(_ memory: MemoryState?, _ rating: Rating, days: Int) -> MemoryState {
        guard let memory else { return state(w[rating.grade - 1], Self.initialDifficulty(rating, w)) }
        let stability = days < 1 ? shortTerm(memory, rating) : longTerm(memory, rating, days)
        return state(stability, nextDifficulty(memory.level, rating))
    }

    /// Days until the next review (`_next_interval`).
    func intervalDays(_ memory: MemoryState) -> Int {
        let days = (memory.days * interval).rounded(.toNearestOrEven)
        return min(LexiLimits.intervalDays, max(1, Int(min(days, 1e9))))
    }

    /// What the ease factor and the interval of SM-2 say of a card (`memory_state_from_sm2` of
    /// open-spaced-repetition/fsrs-rs, for the retention of 0.9 that SM-2 leads to).
    func memory(easeThousandths: Int, intervalDays: Int) -> MemoryState {
        let stability = max(Double(intervalDays), MemoryState.stabilities.lowerBound)
        let gain =
            ExactMath.exp(w[8]) * ExactMath.power(stability, -w[9]) * (ExactMath.exp((1 - 0.9) * w[10]) - 1)
        return state(stability, 11 - (Double(easeThousandths) / 1000 - 1) / gain)
    }

    private func state(_ stability: Double, _ difficulty: Double) -> MemoryState {
        MemoryState(stability, difficulty, decay: decay)
    }

    // MARK: Formulas

    /// `_initial_difficulty`, not brought into its range.
    private static func initialDifficulty(_ rating: Rating, _ w: [Double]) -> Double {
        w[4] - ExactMath.exp(w[5] * Double(rating.grade - 1)) + 1
    }

    /// `_next_difficulty` of py-fsrs: linear damping towards 10, then reversion to the mean.
    private func nextDifficulty(_ difficulty: Double, _ rating: Rating) -> Double {
        let change = -(w[6] * Double(rating.grade - 3))
        let damped = difficulty + (10 - difficulty) * change / 9
        return w[7] * easyDifficulty + (1 - w[7]) * damped
    }

    /// `_short_term_stability`.
    private func shortTerm(_ memory: MemoryState, _ rating: Rating) -> Double {
        let increase =
            ExactMath.exp(w[17] * (Double(rating.grade - 3) + w[18])) * ExactMath.power(memory.days, -w[19])
        return memory.days * (rating == .forgot ? increase : max(1, increase))
    }

    /// `_next_stability`.
    private func longTerm(_ memory: MemoryState, _ rating: Rating, _ days: Int) -> Double {
        let (stability, difficulty) = (memory.days, memory.level)
        let forgetting = 1 - memory.retrievability(days: days)
        if rating == .forgot {
            let long =
                w[11] * ExactMath.power(difficulty, -w[12]) * (ExactMath.power(stability + 1, w[13]) - 1)
                * ExactMath.exp(forgetting * w[14])
            return min(long, stability / ExactMath.exp(w[17] * w[18]))
        }
        let penalty = rating == .hard ? w[15] : 1
        let bonus = rating == .easy ? w[16] : 1
        let gain =
            ExactMath.exp(w[8]) * (11 - difficulty) * ExactMath.power(stability, -w[9])
            * (ExactMath.exp(forgetting * w[10]) - 1) * penalty * bonus
        return stability * (1 + gain)
    }
}

extension Rating {
    /// The grade of FSRS: 1 to 4.
    fileprivate var grade: Int {
        switch self {
        case .forgot: 1
        case .hard: 2
        case .good: 3
        case .easy: 4
        }
    }
}
