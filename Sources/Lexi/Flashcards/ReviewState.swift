/// Where a card stood after a review, kept with the review: a late review is folded from the state before it on.
struct ReviewState: Sendable, Equatable {
    let reviewCount: Int
    let repetitionCount: Int
    let intervalDays: Int
    let easeThousandths: Int
    let lapseCount: Int
    /// What FSRS knew of the card; nil under SM-2.
    let memory: MemoryState?

    init(
        reviewCount: Int, repetitionCount: Int, intervalDays: Int, easeThousandths: Int, lapseCount: Int,
        memory: MemoryState? = nil
    ) {
        self.reviewCount = reviewCount
        self.repetitionCount = repetitionCount
        self.intervalDays = intervalDays
        self.easeThousandths = easeThousandths
        self.lapseCount = lapseCount
        self.memory = memory
    }

    init(_ schedule: Schedule) {
        reviewCount = schedule.reviewCount
        repetitionCount = schedule.repetitionCount
        intervalDays = schedule.intervalDays
        easeThousandths = schedule.easeThousandths
        lapseCount = schedule.lapseCount
        memory = schedule.memory
    }

    /// Reads what ``numbers`` wrote; nil for another count of numbers.
    init?(_ numbers: [Int]) {
        guard numbers.count == 5 || numbers.count == 8 else { return nil }
        (reviewCount, repetitionCount, intervalDays) = (numbers[0], numbers[1], numbers[2])
        (easeThousandths, lapseCount) = (numbers[3], numbers[4])
        memory =
            numbers.count == 5
            ? nil : MemoryState(stability: numbers[5], difficulty: numbers[6], decay: numbers[7])
    }

    var numbers: [Int] {
        [reviewCount, repetitionCount, intervalDays, easeThousandths, lapseCount] + (memory?.numbers ?? [])
    }

    /// Needs the time of the last review, which the state itself does not hold.
    func schedule(after order: ReviewOrder) -> Schedule {
        Schedule(
            reviewCount: reviewCount, repetitionCount: repetitionCount, intervalDays: intervalDays,
            easeThousandths: easeThousandths, lapseCount: lapseCount, lastReview: order,
            nextReviewAt: order.reviewedAt.adding(days: intervalDays), memory: memory)
    }
}
