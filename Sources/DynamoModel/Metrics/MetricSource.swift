/// What has the metrics of tables: a sample of each for every minute in which there was something, for 15 days.
public protocol MetricSource: Sendable {
    /// Reads the samples of some minutes (since 1970).
    ///
    /// - Parameters:
    ///   - metrics: which ones; nil for all.
    ///   - take: called with each sample, its minute and its metric, minute after minute.
    func samples(
        _ minutes: Range<Int>, of metrics: Set<MetricIdentity>?, _ take: (Int, MetricIdentity, MetricSample) -> Void
    ) async throws(DynamoDBError)

    /// Which metrics have a sample in some minute since this one (since 1970).
    func series(since minute: Int) async throws(DynamoDBError) -> Set<MetricIdentity>

    /// What a rule of Contributor Insights found in some minutes (since 1970) of the last hour; nil for one that there
    /// is not.
    func keyReport(rule: String, _ minutes: Range<Int>) -> KeyReport?

    /// Counts a request that was refused before it reached a table.
    func countRefusedRequest()
}
