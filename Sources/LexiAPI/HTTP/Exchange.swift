import HTTPServer

/// What is learned of a request while it is answered.
struct Exchange: Sendable {
    let requestID: [UInt8]
    var counts: Metrics.RouteCounts
    var dialect = Dialect.v1
    var verdict: RateLimiter.Verdict?
    /// What the limits of addresses, files and writes say.
    var otherVerdicts: [NamedLimit.Verdict] = []
    /// Where the request comes from, before proxies.
    var client = PeerAddress.none
    /// For the log: who calls, and the trace that the request belongs to.
    var caller: String?
    var trace: TraceParent?
    /// For the log: why the service failed.
    var failure: String?

    init(requestID: [UInt8], counts: Metrics.RouteCounts) {
        self.requestID = requestID
        self.counts = counts
    }
}
