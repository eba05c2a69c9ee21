import Synchronization

/// Counts what it took to get an answer: the requests that a table's client sent again, and those that were throttled.
///
/// ``DynamoDB`` shows one answer or one error, however many requests it took. A caller that wants to know more binds a
/// tally around the call (``current``); a table that sends requests adds to it. A table that answers by itself leaves
/// it as it is.
public final class RetryTally: Sendable {
    /// The tally of the calls that this task makes, if somebody wants one.
    @TaskLocal public static var current: RetryTally?

    private let sentAgain = Atomic<Int>(0)
    private let throttled = Atomic<Int>(0)

    /// A tally of nothing so far.
    public init() {}

    /// The requests beyond the first of a call. What a batch left unprocessed and is asked for again counts too.
    public var retries: Int { sentAgain.load(ordering: .relaxed) }

    /// The requests that were refused because too much was asked of the table.
    public var throttles: Int { throttled.load(ordering: .relaxed) }

    /// Counts requests that were sent again, and answers that asked to slow down.
    public func add(retries: Int, throttles: Int) {
        if retries > 0 { sentAgain.wrappingAdd(retries, ordering: .relaxed) }
        if throttles > 0 { throttled.wrappingAdd(throttles, ordering: .relaxed) }
    }
}
