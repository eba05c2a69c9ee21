import CivilTime
import Testing

@Suite struct MachineClockTests {
    // Both readings of the wall clock are of one clock, and of this century.
    @Test func theWallClock() {
        let before = Double(MachineClock.millisecondsSince1970) / 1000
        let seconds = MachineClock.secondsSince1970
        #expect(abs(seconds - before) < 60)
        #expect((1_700_000_000..<4_102_444_800).contains(seconds))
    }

    // The clocks that measure go forward, and the one that counts sleep is not behind the other.
    @Test func theSteadyClocks() {
        let first = MachineClock.nanoseconds
        let second = MachineClock.nanoseconds
        #expect(first > 0 && second >= first)
        #expect(MachineClock.secondsSinceStart >= Double(first) / 1e9)
    }
}
