import Foundation
import TestSupport
import Testing

@testable import Lexi

@Suite struct FSRSTests {
    private struct Case: Sendable {
        let retention: Int
        let parameters: FSRSParameters?
        let log: [(at: Timestamp, rating: Rating)]

        var fsrs: FSRS { FSRS(parameters ?? .standard, retention: retention) }

        var line: String {
            let values = parameters.map { "\($0.tenThousandths.map { Double($0) / 10_000 })" } ?? "null"
            let reviews = log.map { "[\($0.at.seconds), \(Rating.allCases.firstIndex(of: $0.rating)! + 1)]" }
            return """
                {"retention": \(Double(retention) / 10_000), "parameters": \(values), \
                "log": [\(reviews.joined(separator: ", "))]}
                """
        }

        /// Stability, difficulty and interval after each review.
        var steps: [[Int]] {
            var memory: MemoryState?
            var last: Timestamp?
            return log.map { review in
                let days = last.map { Int((review.at.seconds - $0.seconds) / 86_400) } ?? 0
                let next = fsrs.next(memory, review.rating, days: days)
                (memory, last) = (next, review.at)
                return [next.stability, next.difficulty, fsrs.intervalDays(next)]
            }
        }
    }

    private static func cases(_ count: Int) -> [Case] {
        var generator = SeededGenerator(seed: 11)
        return (0..<count).map { number in
            var time = Timestamp(clamping: 1_700_000_000)
            let log = (0..<generator.int(1...24)).map { _ in
                let gap = generator.once(in: 4) ? generator.int(0...90_000) : generator.int(0...120) * 86_400
                time = time.adding(seconds: Int64(gap))
                return (at: time, rating: generator.pick(Rating.allCases))
            }
            let parameters = FSRSParameters.ranges.map { generator.int($0) }
            return Case(
                retention: number % 3 == 0 ? 9000 : generator.int(7000...9900),
                parameters: number % 4 == 3 ? FSRSParameters(trusted: parameters) : nil, log: log)
        }
    }

    // Thousands of random logs give the stability and the difficulty of the reference implementation to the fourth
    // decimal, after each review, and its intervals; without any rounding the reference comes to nearly the same.
    @Test func reference() async throws {
        let cases = Self.cases(4000)
        let result = try await TemporaryFolder.with { folder in
            let file = folder.file("logs.jsonl")
            try cases.map(\.line).joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
            return try await ClientScript.run("fsrs_reference.py", [file])
        }
        try #require(result.status == 0, "\(result.output.suffix(2000))")
        let lines = result.output.split(separator: "\n")
        try #require(lines.count == cases.count)
        var (reviews, ties, sameInterval) = (0, 0, 0)
        for (probe, line) in zip(cases, lines) {
            let found = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let wanted = try #require(found["steps"] as? [[Int]])
            let exact = try #require(found["exact"] as? [Double])
            let steps = probe.steps
            for (step, wanted) in zip(steps, wanted) {
                reviews += 1
                #expect(step.prefix(2) == wanted.prefix(2), "\(probe.line)")
                // Half a day is rounded by the last bit of the reference.
                if step[2] != wanted[2] { ties += 1 }
                #expect(abs(step[2] - wanted[2]) <= 1)
            }
            guard probe.parameters == nil, let last = steps.last else { continue }
            #expect(abs(Double(last[0]) / 10_000 - exact[0]) <= 0.001 + exact[0] * 0.002, "\(probe.line)")
            #expect(abs(Double(last[1]) / 10_000 - exact[1]) <= 0.002, "\(probe.line)")
            sameInterval += last[2] == Int(exact[2]) ? 1 : 0
            let memory = MemoryState(stability: last[0], difficulty: last[1], decay: 1542)
            #expect(abs(memory.retrievability(days: 10) - exact[3]) < 0.001)
        }
        #expect(reviews > 40_000)
        #expect(ties <= reviews / 1_000, "\(ties) of \(reviews)")
        #expect(sameInterval > 2_900, "\(sameInterval)")
    }

    // Exponentials and logarithms are those of the machine's library but for the last bits.
    @Test func exactMath() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<10_000 {
            let x = Double.random(in: -40...40, using: &generator)
            #expect(abs(ExactMath.exp(x) / Foundation.exp(x) - 1) < 4e-15, "\(x)")
            let y = Foundation.exp(x)
            #expect(abs(ExactMath.ln(y) - Foundation.log(y)) < 1e-14 * max(1, abs(x)), "\(y)")
        }
        #expect(ExactMath.exp(0) == 1)
        #expect(ExactMath.ln(1) == 0)
        #expect(ExactMath.exp(-1000) == 0)
        #expect(ExactMath.exp(1000) == .infinity)
    }

    // Whatever the parameters and the log, the figures stay within their ranges.
    @Test func ranges() {
        var generator = SeededGenerator(seed: 5)
        for number in 0..<300 {
            let ends = FSRSParameters.ranges.map { generator.once(in: 2) ? $0.lowerBound : $0.upperBound }
            let fsrs = FSRS(FSRSParameters(trusted: ends), retention: number % 2 == 0 ? 7000 : 9900)
            var memory: MemoryState?
            for _ in 0..<200 {
                let days = generator.once(in: 2) ? 0 : generator.int(0...40_000)
                let next = fsrs.next(memory, generator.pick(Rating.allCases), days: days)
                #expect(10...10_000_000_000_000 ~= next.stability)
                #expect(10_000...100_000 ~= next.difficulty)
                #expect(1...36_500 ~= fsrs.intervalDays(next))
                memory = next
            }
        }
    }

    // The log of a file says of each review where the card stood after it by the learner's scheduler, and leads to the
    // same schedule when it comes back.
    @Test func logsOfFiles() throws {
        let (user, card) = (try Samples.userOfFSRS(), try Samples.card())
        let log = [Rating.good, .good, .forgot, .easy].enumerated().map { number, rating in
            Review(
                reviewID: ReviewID(ULID(high: 1, low: UInt64(number))), flashcardID: card.flashcardID,
                userID: user.userID, rating: rating, reviewedAt: card.createdAt.adding(days: 10 * number),
                createdAt: card.createdAt)
        }
        let scheduler = Scheduler(user.scheduler)
        let expected = (1...4).map { scheduler.fold(log.prefix($0), from: .new(at: card.createdAt)) }
        #expect(user.schedules(of: card, after: log).map(\.memory) == expected.map(\.memory))
        #expect(expected.allSatisfy { $0.memory != nil })
        let new = log.map { NewReview(rating: $0.rating, reviewID: $0.reviewID, reviewedAt: $0.reviewedAt) }
        #expect(user.schedule(of: new, created: card.createdAt) == expected.last)
        #expect(user.schedule(of: new, created: card.createdAt) != Schedule.fold(log, created: card.createdAt))
    }

    // What SM-2 knew of a card becomes a memory: its interval is the stability, and a smaller ease a greater
    // difficulty.
    @Test func memoryOfABaseline() {
        let fsrs = FSRS(.standard, retention: 9000)
        let usual = fsrs.memory(easeThousandths: 2500, intervalDays: 30)
        let hard = fsrs.memory(easeThousandths: 1300, intervalDays: 30)
        #expect(usual.stability == 300_000 && hard.stability == 300_000)
        #expect(usual.difficulty < hard.difficulty)
        #expect(fsrs.intervalDays(usual) == 30)
        #expect(fsrs.memory(easeThousandths: 2500, intervalDays: 0).stability == 10)
    }
}
