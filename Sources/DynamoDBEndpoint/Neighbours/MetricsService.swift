import DynamoModel

/// CloudWatch's reading operations over the metrics of tables, in the namespace `AWS/DynamoDB`.
struct MetricsService: Sendable {
    static let namespace = "AWS/DynamoDB"
    private static let minute = 60
    /// How long samples are there: 15 days, in minutes.
    private static let retention = 15 * 24 * 60
    /// What counts as recent activity: 3 hours, in minutes.
    private static let recent = 180
    /// The most data points of GetMetricStatistics.
    private static let mostDatapoints = 1_440
    private static let metricsPerPage = 500

    let source: any MetricSource
    /// The time in seconds since 1970.
    let clock: @Sendable () -> Int

    /// Carries out an operation.
    ///
    /// - Throws: ``NeighbourError``, in the service's words where they are known.
    func answer(_ operation: String, _ members: NeighbourMembers) async throws(NeighbourError) -> Reply {
        switch operation {
        case "GetMetricStatistics": return try await statistics(members)
        case "GetMetricData": return try await data(members)
        case "ListMetrics": return try await list(members)
        case "GetInsightRuleReport": return try InsightReports(source: source).report(members)
        default:
            throw NeighbourError(code: "InvalidAction", message: "The operation \(operation) is not supported here.")
        }
    }

    // MARK: Times

    /// The times that a request asks about, in steps of its period.
    struct Span {
        let start: Int
        let end: Int
        let period: Int

        /// The start is rounded down to a minute, as the service does it.
        init(_ start: Double, _ end: Double, period: Int) throws(NeighbourError) {
            guard period >= minute, period.isMultiple(of: minute), period <= retention * minute else {
                throw .invalid("The parameter Period must be a multiple of 60, and at most 15 days.")
            }
            guard start < end else {
                throw .invalid("The parameter StartTime must be less than the parameter EndTime.")
            }
            self.start = Int((start / Double(minute)).rounded(.down)) * minute
            self.end = Int(end.rounded(.up))
            self.period = period
        }

        var datapoints: Int { (end - start) / period }

        /// The minutes of these times that are still there.
        func minutes(now: Int) -> Range<Int> {
            let first = max(start / minute, now / minute - retention)
            return first..<max(first, min((end + minute - 1) / minute, now / minute + 1))
        }

        /// When the period that a minute belongs to starts.
        func period(of minuteSince1970: Int) -> Int {
            start + (minuteSince1970 * minute - start) / period * period
        }
    }

    func samples(
        _ minutes: Range<Int>, of metrics: Set<MetricIdentity>?, _ take: (Int, MetricIdentity, MetricSample) -> Void
    ) async throws(NeighbourError) {
        do throws(DynamoDBError) {
            try await source.samples(minutes, of: metrics, take)
        } catch {
            throw NeighbourError(code: "InternalServiceError", message: error.message, status: 500)
        }
    }

    private func series(since minute: Int) async throws(NeighbourError) -> Set<MetricIdentity> {
        do throws(DynamoDBError) {
            return try await source.series(since: minute)
        } catch {
            throw NeighbourError(code: "InternalServiceError", message: error.message, status: 500)
        }
    }

    // MARK: GetMetricStatistics

    private func statistics(_ members: NeighbourMembers) async throws(NeighbourError) -> Reply {
        let (namespace, metric) = (try members.required("Namespace"), try members.metric())
        guard let period = members.integer("Period") else { throw .missing("Period") }
        let span = try Span(try members.time("StartTime"), try members.time("EndTime"), period: period)
        let wanted = try Self.wantedStatistics(members)
        guard span.datapoints <= Self.mostDatapoints else {
            throw .combination(
                "You have requested up to \(span.datapoints) datapoints, which exceeds the limit of "
                    + "\(Self.mostDatapoints). You may reduce the datapoints requested by increasing Period, or "
                    + "decreasing the time range.")
        }
        var periods: [Int: MetricPeriod] = [:]
        if namespace == Self.namespace, Self.isUnit(members.text("Unit"), of: metric) {
            try await samples(span.minutes(now: clock()), of: [metric]) { minute, _, sample in
                periods[span.period(of: minute), default: MetricPeriod()].add(sample)
            }
        }
        let points = periods.sorted { $0.key < $1.key }.compactMap { start, samples -> Reply? in
            let values = wanted.members(of: samples)
            guard !values.isEmpty else { return nil }
            return .members(
                [(name: "Timestamp", value: .time(Double(start)))] + values
                    + [(name: "Unit", value: .text(MetricStatistic.unit(of: metric.name)))])
        }
        return .members([(name: "Label", value: .text(metric.name)), (name: "Datapoints", value: .list(points))])
    }

    /// Whether a metric has samples of a unit that was asked for; nil asks for any.
    static func isUnit(_ unit: String?, of metric: MetricIdentity) -> Bool {
        unit.map { $0 == MetricStatistic.unit(of: metric.name) } ?? true
    }

    /// The statistics that a request asks for: simple ones, or percentiles.
    private struct WantedStatistics {
        let simple: [(name: String, statistic: MetricStatistic)]
        let percentiles: [(name: String, statistic: MetricStatistic)]

        /// What a data point has of them.
        func members(of samples: MetricPeriod) -> [(name: String, value: Reply)] {
            func values(_ wanted: [(name: String, statistic: MetricStatistic)]) -> [(name: String, value: Reply)] {
                wanted.compactMap { name, statistic in
                    statistic.value(of: samples).map { (name: name, value: Reply.number($0)) }
                }
            }
            let extended = values(percentiles)
            return values(simple) + (extended.isEmpty ? [] : [(name: "ExtendedStatistics", value: .map(extended))])
        }
    }

    /// The most percentiles of a request.
    private static let mostPercentiles = 10

    private static func wantedStatistics(_ members: NeighbourMembers) throws(NeighbourError) -> WantedStatistics {
        let (simple, extended) = (members.texts("Statistics"), members.texts("ExtendedStatistics"))
        guard !simple.isEmpty || !extended.isEmpty else {
            throw .combination("At least one of the parameters Statistics and ExtendedStatistics must be specified.")
        }
        guard simple.isEmpty || extended.isEmpty else {
            throw .combination("The parameters Statistics and ExtendedStatistics must not be specified together.")
        }
        guard extended.count <= mostPercentiles else {
            throw .invalid("The parameter ExtendedStatistics must have at most \(mostPercentiles) values.")
        }
        return WantedStatistics(
            simple: try simple.map { (name) throws(NeighbourError) in
                guard let statistic = MetricStatistic(simple: name) else {
                    throw .invalid("The value \(name) is not a value of the parameter Statistics.")
                }
                return (name, statistic)
            },
            percentiles: try extended.map { (name) throws(NeighbourError) in
                guard let statistic = MetricStatistic(extended: name) else {
                    throw .invalid("The value \(name) for parameter ExtendedStatistics is not supported.")
                }
                return (name, statistic)
            })
    }

    // MARK: ListMetrics

    private func list(_ members: NeighbourMembers) async throws(NeighbourError) -> Reply {
        let now = clock() / Self.minute
        let wanted = try MetricFilter(members)
        var found: Set<MetricIdentity> = []
        if (members.text("Namespace") ?? Self.namespace) == Self.namespace {
            let since = now - (members.text("RecentlyActive") == nil ? Self.retention : Self.recent)
            found = try await series(since: since).filter(wanted.takes)
        }
        let metrics = found.sorted { $0.text < $1.text }
        let start = members.text("NextToken").map { Int($0) ?? -1 } ?? 0
        guard (0...metrics.count).contains(start) else {
            throw NeighbourError(code: "InvalidParameterValue", message: "The token is invalid.")
        }
        let page = metrics[start...].prefix(Self.metricsPerPage)
        var reply: [(name: String, value: Reply)] = [(name: "Metrics", value: .list(page.map(\.reply)))]
        if page.endIndex < metrics.count { reply.append(("NextToken", .text("\(page.endIndex)"))) }
        return .members(reply)
    }

    /// What ListMetrics asks for.
    private struct MetricFilter {
        let name: String?
        let dimensions: [(name: String, value: String?)]

        init(_ members: NeighbourMembers) throws(NeighbourError) {
            name = members.text("MetricName")
            dimensions = try members.list("Dimensions").map { (filter) throws(NeighbourError) in
                (name: try filter.required("Name"), value: filter.text("Value"))
            }
        }

        func takes(_ metric: MetricIdentity) -> Bool {
            (name ?? metric.name) == metric.name
                && dimensions.allSatisfy { wanted in
                    metric.dimensions.contains { $0.name == wanted.name && $0.value == wanted.value ?? $0.value }
                }
        }
    }
}

extension MetricIdentity {
    /// By which metrics are sorted.
    fileprivate var text: String { ([name] + dimensions.map { "\($0.name)=\($0.value)" }).joined(separator: "/") }

    fileprivate var reply: Reply {
        .members([
            (name: "Namespace", value: .text(MetricsService.namespace)), (name: "MetricName", value: .text(name)),
            (
                name: "Dimensions",
                value: .list(
                    dimensions.map { dimension in
                        .members([
                            (name: "Name", value: .text(dimension.name)),
                            (name: "Value", value: .text(dimension.value)),
                        ])
                    })
            ),
        ])
    }
}
