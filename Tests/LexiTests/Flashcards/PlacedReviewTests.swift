import DynamoModel
import TestSupport
import Testing

@testable import Lexi

/// Reviews whose ids say where they are in the log: no guard leads to them.
@Suite(.tables) struct PlacedReviewTests {
    private func kinds(_ test: TestStore, _ card: Flashcard) async throws -> [ItemKind?] {
        try await test.items("FLASHCARD#\(card.flashcardID.text)").map { ItemKind(of: $0) }
    }

    // A review whose id and time the service makes is one item; one that brings its id or its time along has a guard.
    @Test func guards() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let outcome = try await test.review(card, .good, lan)
            #expect(outcome.review.isAtItsID)
            #expect(try await kinds(test, card) == [.flashcard, .loggedReview])
            try await test.review(card, .good, lan, at: TestStore.start.adding(seconds: -7))
            #expect(try await kinds(test, card).count { $0 == .review } == 1)
            let id = ReviewID(test.store.ids.next())
            try await test.review(card, .good, lan, at: Review.place(of: id).reviewedAt, id: id)
            #expect(try await kinds(test, card).count { $0 == .review } == 2)
            #expect(try await kinds(test, card).count { $0 == .loggedReview } == 3)
        }
    }

    // Its id is taken as others are: a repetition changes nothing, other content is refused, alone and in an upload,
    // also when other reviews came since.
    @Test(arguments: [0, 2]) func repeating(later: Int) async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let first = try await test.review(card, .good, lan)
            for _ in 0..<later {
                test.clock.advance(seconds: 100)
                try await test.review(card, .good, lan)
            }
            let (id, time) = (first.review.reviewID, first.review.reviewedAt)
            test.clock.advance(seconds: 100)
            for time in [nil, time] {
                let again = try await test.review(card, .good, lan, at: time, id: id)
                #expect(again.isDuplicate && again.review == ReviewGuard(first.review).review)
            }
            for (rating, time) in [
                (Rating.easy, nil), (.good, time.adding(seconds: 7)), (.good, time.adding(days: -1)),
            ] {
                await #expect(throws: RepositoryError.reviewConflict) {
                    try await test.review(card, rating, lan, at: time, id: id)
                }
            }
            let uploads = [(Rating.good, time), (.easy, time), (.good, time.adding(seconds: 50))].map {
                UploadedReview(reviewID: id, flashcardID: card.flashcardID, rating: $0.0, reviewedAt: $0.1)
            }
            for (number, upload) in uploads.enumerated() {
                let outcomes = try await test.reviews.upload([upload], of: lan)
                if case .duplicate? = outcomes.first { #expect(number == 0) } else { #expect(number > 0) }
            }
            let mixed = UploadedReview(
                reviewID: ReviewID(ULID(high: 3, low: 3)), flashcardID: card.flashcardID, rating: .good,
                reviewedAt: time)
            let outcomes = try await test.reviews.upload([uploads[0], mixed, uploads[1]], of: lan)
            if case .duplicate = outcomes[0] {} else { Issue.record("not a duplicate") }
            if case .applied = outcomes[1] {} else { Issue.record("not applied") }
            if case .rejected = outcomes[2] {} else { Issue.record("not rejected") }
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 2 + later)
        }
    }

    // It is found by its id: what a repeated call is answered, and what can be taken back.
    @Test func findingAndTakingBack() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            var card = try await test.save("apple", lan)
            let first = try await test.review(card, .good, lan)
            test.clock.advance(seconds: 100)
            let second = try await test.review(card, .good, lan)
            card = second.flashcard
            let found = try await test.reviews.outcome(first.review.reviewID, of: card, isDuplicate: false)
            #expect(found.review == ReviewGuard(first.review).review)
            await #expect(throws: RepositoryError.wrongState("Only the last review of a card can be taken back.")) {
                try await test.reviews.takeBack(first.review.reviewID, of: card, of: lan)
            }
            card = try await test.reviews.takeBack(second.review.reviewID, of: card, of: lan)
            await #expect(throws: RepositoryError.notFound) {
                try await test.reviews.outcome(second.review.reviewID, of: card, isDuplicate: false)
            }
            card = try await test.reviews.takeBack(first.review.reviewID, of: card, of: lan)
            #expect(card.logCount == 0)
            let again = try await test.review(card, .hard, lan, id: second.review.reviewID)
            #expect(!again.isDuplicate)
        }
    }

    // A review that is there already is not written twice, whatever program made its id.
    @Test func theSameIdAgain() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            let new = NewReview(rating: .good, reviewID: nil, reviewedAt: nil)
            // Two programs that draw the same numbers at the same time.
            let first = try await test.another(8).reviews.append(new, to: card, of: lan)
            let again = try await test.another(8).reviews.append(new, to: card, of: lan)
            #expect(again.isDuplicate && again.review.reviewID == first.review.reviewID)
            #expect(try await test.users.statistics(lan.userID).reviewsTotal == 1)
        }
    }
}
