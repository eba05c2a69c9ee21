import Glibc
import Synchronization

/// Decides where the next page of a query or scan is read: where its caller runs, or on a thread for reads beside it.
///
/// A page of items that are known takes less time than the way to another thread. Looking up and verifying the rows of
/// one whose items were not read lately takes ten times as long, while an event loop has other requests to parse and
/// answers to send, and processors may have nothing to do. Such pages are read beside the caller, as long as few are:
/// the others are read by the caller, so that both have work. A single client, who waits for each page, gains nothing;
/// whether there are more is seen when a page is asked for while another is read.
package final class PagePlaces: Sendable {
    /// Rows that were looked up for a page, on average, from which it is long.
    static let longPage = 8
    /// Pages that are read at once beside their callers, for each processor but the callers' own.
    static let pagesPerProcessor = 2
    /// For how many pages others are to be expected after there was another.
    static let expectation = 64
    /// Of long pages without others one of so many is read beside its caller, to see whether others come meanwhile.
    static let probing = 16

    private let most: Int
    private let taken = Atomic<Int>(0)
    private let expected = Atomic<Int>(0)
    private let probes = Atomic<Int>(0)
    /// The average of the rows that were looked up, times ``weight``.
    private let rows = Atomic<Int>(0)
    private static let weight = 8

    /// - Parameter processors: how many the machine has.
    package init(processors: Int = sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
        most = (processors - 1) * Self.pagesPerProcessor
    }

    /// Notes how many rows were looked up for a page. (Of two notes at once one may be lost.)
    package func note(rows count: Int) {
        let sum = rows.load(ordering: .relaxed)
        // Very long pages count no more than long ones: they say nothing of the next.
        rows.store(sum - sum / Self.weight + min(count, 4 * Self.longPage), ordering: .relaxed)
    }

    /// Takes a place beside the caller for the next page; false when the caller is to read it. Pairs with ``leave()``.
    package func take() -> Bool {
        guard rows.load(ordering: .relaxed) >= Self.weight * Self.longPage, most > 0 else { return false }
        let others = taken.load(ordering: .relaxed)
        if others > 0 { expected.store(Self.expectation, ordering: .relaxed) }
        guard others < most, others > 0 || isExpecting || isProbe else { return false }
        taken.add(1, ordering: .relaxed)
        return true
    }

    /// Gives the place back when the page was read.
    package func leave() { taken.subtract(1, ordering: .relaxed) }

    private var isExpecting: Bool {
        let left = expected.load(ordering: .relaxed)
        guard left > 0 else { return false }
        expected.store(left - 1, ordering: .relaxed)
        return true
    }

    private var isProbe: Bool { probes.add(1, ordering: .relaxed).newValue % Self.probing == 0 }
}
