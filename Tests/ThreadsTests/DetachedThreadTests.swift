import CLinux
import Glibc
import Testing
import Threads

struct DetachedThreadTests {
    private static var nice: Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

    // The body runs on another thread than the caller's, under its name, of which 15 bytes are kept.
    @Test func runs() async {
        let name = await withCheckedContinuation { continuation in
            let caller = UInt(pthread_self())
            let code = DetachedThread.start(name: "a-name-of-many-letters") {
                var bytes = [CChar](repeating: 0, count: 16)
                pthread_getname_np(pthread_self(), &bytes, bytes.count)
                let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                continuation.resume(returning: UInt(pthread_self()) == caller ? "the same thread" : name)
            }
            #expect(code == 0)
        }
        #expect(name == "a-name-of-many-")
    }

    // A thread of a lower priority lets others go first; the thread that starts it stays as it was.
    @Test(arguments: [(DetachedThread.Priority.usual, Int32(0)), (.low, 5), (.lowest, 10)])
    func priorities(priority: DetachedThread.Priority, nice: Int32) async {
        let own = Self.nice
        let found = await withCheckedContinuation { continuation in
            let code = DetachedThread.start(priority: priority) {
                continuation.resume(returning: (Self.nice, sched_getscheduler(0)))
            }
            #expect(code == 0)
        }
        #expect(found.0 == (priority == .usual ? own : nice))
        #expect(priority == .usual || found.1 == 3)
        #expect(Self.nice == own)
    }

    // What the body held is released when it has ended.
    @Test func releases() async {
        final class Held: Sendable {
            let onRelease: @Sendable () -> Void
            init(_ onRelease: @escaping @Sendable () -> Void) { self.onRelease = onRelease }
            deinit { onRelease() }
        }
        await withCheckedContinuation { continuation in
            let held = Held { continuation.resume() }
            #expect(DetachedThread.start { withExtendedLifetime(held) {} } == 0)
        }
    }
}
