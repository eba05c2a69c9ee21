import TestSupport
import Testing

@testable import Lexi

@Suite struct ULIDTests {
    // The text is the value in Crockford's base 32, and reading it gives the value back.
    @Test func textAndValueAreOne() throws {
        let ulid = try #require(ULID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        #expect(ulid.text == "01ARZ3NDEKTSV4RRFFQ69G5FAV")
        #expect(ulid.milliseconds == 1_469_922_850_259)
        #expect(ULID("01arz3ndektsv4rrffq69g5fav") == ulid)
        #expect(ULID("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")?.text == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
    }

    // What is not 26 characters of the alphabet, or more than 128 bits, is not a ULID.
    @Test(arguments: [
        "", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FAL", "01ARZ3NDEKTSV4RRFFQ69G5FAU",
        "01ARZ3NDEKTSV4RRFFQ69G5F#V", "01ARZ3NDEKTSV4RRFFQ69G5F%V", "01ARZ3NDEKTSV4RRFFQ69G5Fé",
    ])
    func otherTextsAreRefused(_ text: String) { #expect(ULID(text) == nil) }

    // Identifiers sort in the order of their making: within a millisecond, and while the clock goes back.
    @Test func theGeneratorIsMonotonic() throws {
        let stepped = ManualClock(try #require(Timestamp("2026-05-02T10:30:00Z")))
        let generator = ULIDGenerator(clock: stepped.clock, random: .seeded(1))
        var ulids = (0..<100).map { _ in generator.next() }
        stepped.advance(seconds: -10)
        ulids += (0..<100).map { _ in generator.next() }
        stepped.advance(seconds: 20)
        ulids.append(generator.next())
        #expect(ulids.map(\.text) == ulids.map(\.text).sorted())
        #expect(Set(ulids).count == ulids.count)
    }
}
