import Testing

@testable import EmbeddedDynamoDB

/// The arithmetic of throughput.
@Suite struct TokenBucketTests {
    // It starts with a second's units, and unused ones are kept for 300 seconds and no longer.
    @Test func unusedUnitsAreKeptFor300Seconds() {
        var bucket = TokenBucket(rate: 5, seconds: 300, now: 100)
        #expect(bucket.units == 5)
        bucket.refill(110)
        #expect(bucket.units == 55)
        bucket.refill(10_000)
        #expect(bucket.units == 1_500)
        bucket.refill(9_000)
        #expect(bucket.units == 1_500)
    }

    @Test func unitsComeInAtTheRate() {
        var bucket = TokenBucket(rate: 2, seconds: 300, now: 0)
        bucket.take(2)
        #expect(!bucket.has(1))
        bucket.refill(0.25)
        #expect(!bucket.has(1))
        bucket.refill(0.5)
        #expect(bucket.has(1))
    }

    // What no second brings is let through once, and then paid for.
    @Test func debtsArePaid() {
        var bucket = TokenBucket(rate: 5, seconds: 300, now: 0)
        #expect(bucket.has(400))
        bucket.take(400)
        #expect(!bucket.has(1))
        bucket.refill(79)
        #expect(!bucket.has(1))
        bucket.refill(79.2)
        #expect(bucket.has(1))
        bucket.take(1e9)
        #expect(bucket.units == -1_500)
    }

    @Test func anotherRate() {
        var bucket = TokenBucket(rate: 100, seconds: 300, now: 0)
        bucket.refill(300)
        bucket.change(rate: 1)
        #expect(bucket.units == 300)
        bucket.take(300)
        bucket.refill(302)
        #expect(bucket.units == 2)
    }
}
