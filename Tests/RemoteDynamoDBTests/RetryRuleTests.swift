import DynamoModel
import Testing

@testable import RemoteDynamoDB

/// Pauses, budget and breaker by themselves.
@Suite struct RetryRuleTests {
    // Pauses double up to the cap, and are a random part of that: with the highest random number almost all of it.
    @Test func pauses() {
        let pauses = Pauses(base: .milliseconds(25), cap: .seconds(1))
        let bounds = [25, 50, 100, 200, 400, 800, 1000, 1000]
        for (index, bound) in bounds.enumerated() {
            #expect(pauses.pause(before: index + 1, random: 1, atLeast: nil) == .milliseconds(bound))
            #expect(pauses.pause(before: index + 1, random: 0, atLeast: nil) == .zero)
            #expect(pauses.pause(before: index + 1, random: 0.5, atLeast: nil) == .microseconds(bound * 500))
        }
        #expect(pauses.pause(before: 1000, random: 1, atLeast: nil) == .seconds(1))
    }

    // What the service asks to wait is waited, cap or not.
    @Test func retryAfter() {
        let pauses = Pauses(base: .milliseconds(25), cap: .seconds(1))
        #expect(pauses.pause(before: 1, random: 0.5, atLeast: .seconds(3)) == .seconds(3))
        #expect(pauses.pause(before: 6, random: 1, atLeast: .milliseconds(1)) == .milliseconds(800))
    }

    // The bucket is never overdrawn and never more than full.
    @Test func budget() {
        let budget = RetryBudget(capacity: 12)
        #expect(budget.take(RetryBudget.timeoutCost))
        #expect(!budget.take(RetryBudget.cost) && budget.remaining == 2)
        budget.giveBack(0)
        #expect(budget.remaining == 3)
        budget.giveBack(100)
        #expect(budget.remaining == 12)
    }

    // The breaker opens after failures in a row, lets one call through after each pause, and closes with an answer.
    @Test func breaker() throws {
        let breaker = CircuitBreaker(threshold: 3, pause: .seconds(1))
        let call = try #require(breaker.admit(now: .zero))
        #expect(breaker.record(.notReached, of: call, now: .zero) == nil)
        #expect(breaker.record(.notReached, of: call, now: .zero) == nil)
        #expect(breaker.record(.reached, of: call, now: .zero) == nil)
        for _ in 0..<2 {
            #expect(breaker.record(.notReached, of: call, now: .zero) == nil && breaker.admit(now: .zero) == call)
        }
        #expect(breaker.record(.notReached, of: call, now: .zero) == true)
        #expect(breaker.isOpen && breaker.admit(now: .milliseconds(999)) == nil)
        let first = try #require(breaker.admit(now: .seconds(1)))
        #expect(breaker.admit(now: .seconds(1)) == nil, "one probe at a time")
        #expect(breaker.record(.notReached, of: first, now: .seconds(1)) == nil)
        #expect(breaker.admit(now: .milliseconds(2999)) == nil, "the pause doubles")
        let second = try #require(breaker.admit(now: .seconds(3)))
        #expect(breaker.record(.reached, of: second, now: .seconds(3)) == false)
        #expect(!breaker.isOpen && breaker.admit(now: .seconds(3)) == call)
    }

    // What went before the breaker opened, or an older probe, neither ends the probe that is under way nor makes the
    // pause longer; an answer is an answer, whoever had it.
    @Test func lateFindings() throws {
        let breaker = CircuitBreaker(threshold: 1, pause: .seconds(1))
        let early = try #require(breaker.admit(now: .zero))
        #expect(breaker.record(.notReached, of: early, now: .zero) == true)
        let probe = try #require(breaker.admit(now: .seconds(1)))
        #expect(breaker.record(.nothing, of: early, now: .seconds(1)) == nil)
        #expect(breaker.admit(now: .seconds(1)) == nil, "the probe is under way")
        #expect(breaker.record(.notReached, of: early, now: .seconds(1)) == nil)
        #expect(breaker.record(.nothing, of: probe, now: .seconds(1)) == nil)
        let next = try #require(breaker.admit(now: .seconds(1)), "the pause is no longer")
        #expect(breaker.record(.nothing, of: probe, now: .seconds(1)) == nil)
        #expect(breaker.admit(now: .seconds(1)) == nil, "the second probe is under way")
        #expect(next != probe)
        #expect(breaker.record(.reached, of: early, now: .seconds(1)) == false)
    }

    // A probe that was not sent makes room for another.
    @Test func probeThatWasNotSent() throws {
        let breaker = CircuitBreaker(threshold: 1, pause: .seconds(1))
        let call = try #require(breaker.admit(now: .zero))
        #expect(breaker.record(.notReached, of: call, now: .zero) == true)
        let probe = try #require(breaker.admit(now: .seconds(1)))
        #expect(breaker.record(.nothing, of: probe, now: .seconds(1)) == nil)
        #expect(breaker.admit(now: .seconds(1)) != nil)
    }
}
