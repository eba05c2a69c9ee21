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
    /// The most data points, and the most queries, of GetMetricData.
    private static let mostValues = 100_800
    private static let mostQueries = 500
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

    private func samples(
        _ minutes: Range<Int>, of metrics: Set<MetricIdentity>?, _ take: (Int, MetricIdentity, MetricSample) -> Void
    ) async throws(NeighbourError) {
        do throws(DynamoDBError) {
            try await source.samples(minutes, of: metrics, take)
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
        var periods: [Int: MetricSample] = [:]
        if namespace == Self.namespace {
            try await samples(span.minutes(now: clock()), of: [metric]) { minute, _, sample in
                periods[span.period(of: minute), default: .empty].add(sample)
            }
        }
        let points = periods.sorted { $0.key < $1.key }.map { start, sample -> Reply in
            let values = wanted.map { (name: $0.rawValue, value: Reply.number($0.value(of: sample))) }
            return .members(
                [(name: "Timestamp", value: .time(Double(start)))] + values
                    + [(name: "Unit", value: .text(MetricStatistic.unit(of: metric.name)))])
        }
        return .members([(name: "Label", value: .text(metric.name)), (name: "Datapoints", value: .list(points))])
    }

    private static func wantedStatistics(_ members: NeighbourMembers) throws(NeighbourError) -> [MetricStatistic] {
        guard members.texts("ExtendedStatistics").isEmpty else {
            throw .invalid("Percentiles are not kept here: the parameter ExtendedStatistics is not supported.")
        }
        let names = members.texts("Statistics")
        guard !names.isEmpty else {
            throw .combination("At least one of the parameters Statistics and ExtendedStatistics must be specified.")
        }
        return try names.map { (name) throws(NeighbourError) in
            guard let statistic = MetricStatistic(rawValue: name) else {
                throw .invalid("The value \(name) is not a value of the parameter Statistics.")
            }
            return statistic
        }
    }

    // MARK: GetMetricData

    /// One of the queries of GetMetricData.
    private struct Query {
        let id: String
        let label: String
        /// Nil of another namespace, in which there is nothing.
        let metric: MetricIdentity?
        let statistic: MetricStatistic
        let span: Span
        let isReturned: Bool

        init(_ members: NeighbourMembers, _ start: Double, _ end: Double) throws(NeighbourError) {
            id = try members.required("Id")
            guard let wanted = members.object("MetricStat"), let named = wanted.object("Metric") else {
                throw .unsupported("The query \(id) has no MetricStat; expressions are not supported here.")
            }
            let name = try wanted.required("Stat")
            guard let statistic = MetricStatistic(rawValue: name) else {
                throw .unsupported("The statistic \(name) of the query \(id) is not supported here.")
            }
            guard let period = wanted.integer("Period") else { throw .missing("Period") }
            let metric = try named.metric()
            label = members.text("Label") ?? metric.name
            self.metric = try named.required("Namespace") == MetricsService.namespace ? metric : nil
            self.statistic = statistic
            span = try Span(start, end, period: period)
            isReturned = members.isTrue("ReturnData") ?? true
        }
    }

    /// The queries of a request; all together ask for no more than the service answers.
    private static func queries(_ members: NeighbourMembers) throws(NeighbourError) -> [Query] {
        guard members.text("NextToken") == nil else {
            throw NeighbourError(code: "InvalidNextToken", message: "The token is invalid.")
        }
        let (start, end) = (try members.time("StartTime"), try members.time("EndTime"))
        let asked = members.list("MetricDataQueries")
        guard !asked.isEmpty else { throw .missing("MetricDataQueries") }
        guard asked.count <= mostQueries else {
            throw .unsupported("There are \(asked.count) queries, which exceeds the limit of \(mostQueries).")
        }
        let queries = try asked.map { (query) throws(NeighbourError) in try Query(query, start, end) }
        let datapoints = queries.reduce(0) { $0 + $1.span.datapoints }
        guard datapoints <= mostValues else {
            throw .unsupported(
                "The queries ask for up to \(datapoints) datapoints, which exceeds the limit of \(mostValues).")
        }
        return queries
    }

    private func data(_ members: NeighbourMembers) async throws(NeighbourError) -> Reply {
        let queries = try Self.queries(members)
        var found = [[Int: MetricSample]](repeating: [:], count: queries.count)
        let metrics = Set(queries.compactMap(\.metric))
        if let span = queries.first?.span, !metrics.isEmpty {
            try await samples(span.minutes(now: clock()), of: metrics) { minute, metric, sample in
                for (place, query) in queries.enumerated() where query.metric == metric {
                    found[place][query.span.period(of: minute), default: .empty].add(sample)
                }
            }
        }
        let isAscending = members.text("ScanBy") == "TimestampAscending"
        let results = zip(queries, found).filter(\.0.isReturned).map { query, periods -> Reply in
            let series = periods.sorted { isAscending ? $0.key < $1.key : $0.key > $1.key }
            return .members([
                (name: "Id", value: .text(query.id)), (name: "Label", value: .text(query.label)),
                (name: "Timestamps", value: .list(series.map { .time(Double($0.key)) })),
                (name: "Values", value: .list(series.map { .number(query.statistic.value(of: $0.value)) })),
                (name: "StatusCode", value: .text("Complete")),
            ])
        }
        return .members([(name: "MetricDataResults", value: .list(results)), (name: "Messages", value: .list([]))])
    }

    // MARK: ListMetrics

    private func list(_ members: NeighbourMembers) async throws(NeighbourError) -> Reply {
        let now = clock() / Self.minute
        let wanted = try MetricFilter(members)
        var found: Set<MetricIdentity> = []
        if (members.text("Namespace") ?? Self.namespace) == Self.namespace {
            let since = now - (members.text("RecentlyActive") == nil ? Self.retention : Self.recent)
            try await samples(since..<now + 1, of: nil) { _, metric, _ in
                if wanted.takes(metric) { found.insert(metric) }
            }
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

/// The statistics that can be asked for.
enum MetricStatistic: String {
    case sampleCount = "SampleCount"
    case average = "Average"
    case sum = "Sum"
    case minimum = "Minimum"
    case maximum = "Maximum"

    func value(of sample: MetricSample) -> Double {
        switch self {
        case .sampleCount: sample.count
        case .average: sample.count > 0 ? sample.sum / sample.count : 0
        case .sum: sample.sum
        case .minimum: sample.minimum
        case .maximum: sample.maximum
        }
    }

    static func unit(of metric: String) -> String {
        switch metric {
        case "SuccessfulRequestLatency": "Milliseconds"
        case "ReturnedBytes": "Bytes"
        default: "Count"
        }
    }
}

extension MetricSample {
    /// No values.
    fileprivate static let empty = MetricSample(sum: 0, count: 0, minimum: .infinity, maximum: -.infinity)
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
