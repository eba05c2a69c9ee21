import CardFormats
import Lexi

extension ImportedCard {
    /// Checks a row of a file at a time, as a body of the API would be.
    ///
    /// - Parameter user: whose card it becomes; their scheduler judges its log.
    static func checked(
        _ content: CardRow.Content, of user: User, now: Timestamp
    ) -> Result<ImportedCard, ImportFault> {
        switch content {
        case .fault(let reason): return .failure(ImportFault(reason: reason))
        case .card(let draft):
            do throws(ImportFault) { return .success(try ImportedCard(draft, of: user, now: now)) } catch {
                return .failure(error)
            }
        }
    }

    private init(_ draft: CardDraft, of user: User, now: Timestamp) throws(ImportFault) {
        var errors = FieldErrors()
        var fields = FlashcardFields()
        for (name, text) in draft.texts { fields[name] = .set(text) }
        // An empty word type means that the card has none, as an empty cell does.
        if draft.texts["word_type"]?.isEmpty ?? false { fields["word_type"] = .absent }
        if !draft.tags.isEmpty { fields.tags = .set(draft.tags) }
        if draft.isSuspended { fields.isSuspended = .set(true) }
        guard var new = fields.creation(&errors) else { throw ImportFault(errors) }
        let created = draft.createdAt.map { Timestamp(clamping: Int64($0)) }
        if let created, created > now { throw ImportFault(reason: "created_at lies ahead") }
        let reviews = try Self.reviews(draft, now: now)
        new.baseline = try Self.baseline(draft, reviews, of: user, now: now)
        self.init(new, createdAt: created, reviews: reviews)
    }

    /// The log in its order. Reviews that are older than the service takes are left out:
    /// the baseline stands for them.
    private static func reviews(_ draft: CardDraft, now: Timestamp) throws(ImportFault) -> [NewReview] {
        let oldest = now.seconds - LexiLimits.reviewBehind
        var reviews: [NewReview] = []
        for review in draft.reviews.sorted(by: { $0.reviewedAt < $1.reviewedAt }) where review.reviewedAt >= oldest {
            var fields = ReviewFields()
            fields.rating = .set(review.rating)
            if let id = review.id { fields.reviewID = .set(id) }
            fields.reviewedAt = .set(Timestamp(clamping: Int64(review.reviewedAt)).text)
            var errors = FieldErrors()
            guard let new = fields.creation(now: now, &errors) else { throw ImportFault(errors, in: "a review") }
            reviews.append(new)
        }
        guard reviews.count <= LexiLimits.reviewsPerCard else {
            throw ImportFault(reason: "its log has more than \(LexiLimits.reviewsPerCard) reviews")
        }
        return try Self.single(reviews)
    }

    /// Each review once; of those with one id all must be the same.
    private static func single(_ reviews: [NewReview]) throws(ImportFault) -> [NewReview] {
        var known: [ReviewID: NewReview] = [:]
        var single: [NewReview] = []
        for review in reviews {
            guard let id = review.reviewID, let first = known.updateValue(review, forKey: id) else {
                single.append(review)
                continue
            }
            guard first == review else { throw ImportFault(reason: "two different reviews have the same review_id") }
        }
        return single
    }

    /// The schedule from which the fold starts: what the file says it is; else, and when reviews after that had to be
    /// left out, where the card stands, if its log does not lead there.
    ///
    /// - Throws: when its last review lies ahead: reviews until then would not count, and the card stay due.
    private static func baseline(
        _ draft: CardDraft, _ reviews: [NewReview], of user: User, now: Timestamp
    ) throws(ImportFault) -> Baseline? {
        let (oldest, start) = (now.seconds - LexiLimits.reviewBehind, draft.baseline?.lastReviewedAt ?? .min)
        let isCut = draft.reviews.contains { $0.reviewedAt < oldest && $0.reviewedAt > start }
        if let baseline = draft.baseline, !isCut || draft.schedule == nil { return try Baseline(baseline, now: now) }
        guard let schedule = draft.schedule, isCut || !draft.isLogWhole else { return nil }
        let memory = schedule.memory.flatMap { user.memory(stability: $0.stability, difficulty: $0.difficulty) }
        guard !reviews.isEmpty else { return try Baseline(schedule, memory: memory, now: now) }
        let fold = user.schedule(of: reviews, created: reviews[0].reviewedAt ?? .minimum)
        // What FSRS learns of the card from its log is more than ease and interval say.
        return schedule.isLed(to: fold) ? nil : try Baseline(schedule, memory: memory ?? fold.memory, now: now)
    }
}

extension CardSchedule {
    /// Whether a fold says the same: the same time, or of a day its day.
    fileprivate func isLed(to fold: Schedule) -> Bool {
        let next = Int(fold.nextReviewAt.seconds)
        switch precision {
        case .day: return nextReviewAt <= next && next - 86_400 < nextReviewAt
        case .second:
            // FSRS has no ease.
            let hasSameEase = fold.memory != nil || fold.easeThousandths == easeThousandths
            return next == nextReviewAt && fold.intervalDays == intervalDays && fold.reviewCount == reviewCount
                && hasSameEase && fold.lapseCount == lapseCount
        }
    }
}

extension Baseline {
    /// A schedule of a file. Without a last review, it was so long before the next as its interval says, but not ahead:
    /// packages of Anki do not always say more.
    ///
    /// - Throws: when the last review lies ahead.
    fileprivate init(
        _ schedule: CardSchedule, memory: MemoryState? = nil, now: Timestamp
    ) throws(ImportFault) {
        let next = Timestamp(clamping: Int64(schedule.nextReviewAt))
        let interval = Int64(min(max(0, schedule.intervalDays), LexiLimits.intervalDays))
        let implied = next.seconds - interval * 86_400
        let last = schedule.lastReviewedAt.map { Int64($0) } ?? implied
        let isSound = last == implied || last <= now.seconds + LexiLimits.reviewAhead
        guard isSound || schedule.toleratesLastReviewAhead else {
            throw ImportFault(reason: "last_reviewed_at lies ahead")
        }
        self.init(
            reviewedAt: Timestamp(clamping: min(last, now.seconds)), nextReviewAt: next,
            reviewCount: schedule.reviewCount,
            repetitionCount: schedule.repetitionCount ?? min(2, max(0, schedule.reviewCount - schedule.lapseCount)),
            intervalDays: schedule.intervalDays, easeThousandths: schedule.easeThousandths,
            lapseCount: schedule.lapseCount, memory: memory)
    }
}

extension ImportFault {
    /// What is wrong with the fields of a card, each in a few words.
    fileprivate init(_ errors: FieldErrors, in part: String? = nil) {
        let words = errors.errors.map { "\($0.pointer.dropFirst()) \($0.detail)" }.joined(separator: "; ")
        self.init(reason: part.map { "\($0): \(words)" } ?? words)
    }
}
