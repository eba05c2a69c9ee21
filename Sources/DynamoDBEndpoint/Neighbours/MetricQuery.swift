import DynamoModel

/// One of the queries of GetMetricData.
struct MetricQuery {
    /// What its values are made of.
    enum Source {
        /// A statistic of a metric; nil of another namespace or unit, of which there is nothing.
        case metric(MetricIdentity?, MetricStatistic, MetricsService.Span)
        /// Values of other queries.
        case expression(MetricExpression)
    }

    let id: String
    let label: String
    let source: Source
    let isReturned: Bool

    /// The metric that it asks for.
    var metric: MetricIdentity? {
        guard case .metric(let metric, _, _) = source else { return nil }
        return metric
    }

    /// The times of a metric's statistic; nil for an expression, which has those of its metrics.
    var span: MetricsService.Span? {
        guard case .metric(_, _, let span) = source else { return nil }
        return span
    }

    /// The operators of an expression; nil for a metric.
    var operators: Int? {
        guard case .expression(let expression) = source else { return nil }
        return expression.operators
    }

    /// - Throws: `ValidationError` for what is not supported here.
    init(_ members: NeighbourMembers, _ start: Double, _ end: Double) throws(NeighbourError) {
        id = try members.required("Id")
        isReturned = members.isTrue("ReturnData") ?? true
        switch (members.object("MetricStat"), members.text("Expression")) {
        case (let wanted?, nil):
            let named = try Self.named(wanted)
            label = members.text("Label") ?? named.metric.name
            source = .metric(
                named.isKnown ? named.metric : nil, try Self.statistic(wanted, id),
                try Self.span(wanted, start, end))
        case (nil, let expression?):
            label = members.text("Label") ?? id
            source = .expression(try MetricExpression(expression, id: id))
        default: throw .unsupported("The query \(id) must have one of MetricStat and Expression.")
        }
    }

    private static func named(
        _ wanted: NeighbourMembers
    ) throws(NeighbourError) -> (metric: MetricIdentity, isKnown: Bool) {
        guard let named = wanted.object("Metric") else { throw .missing("Metric") }
        let metric = try named.metric()
        let isOurs = try named.required("Namespace") == MetricsService.namespace
        return (metric, isOurs && MetricsService.isUnit(wanted.text("Unit"), of: metric))
    }

    private static func statistic(_ wanted: NeighbourMembers, _ id: String) throws(NeighbourError) -> MetricStatistic {
        let name = try wanted.required("Stat")
        guard let statistic = MetricStatistic(simple: name) ?? MetricStatistic(extended: name) else {
            throw .unsupported("The statistic \(name) of the query \(id) is not supported here.")
        }
        return statistic
    }

    private static func span(
        _ wanted: NeighbourMembers, _ start: Double, _ end: Double
    ) throws(NeighbourError) -> MetricsService.Span {
        guard let period = wanted.integer("Period") else { throw .missing("Period") }
        return try MetricsService.Span(start, end, period: period)
    }
}

extension MetricsService {
    /// The most data points, and the most queries, of GetMetricData.
    private static let mostValues = 100_800
    private static let mostQueries = 500
    /// The most values that operators of all expressions work out, one after the other.
    private static let mostOperations = 1_000_000

    /// The queries of a request; all together ask for no more than the service answers.
    private static func queries(_ members: NeighbourMembers) throws(NeighbourError) -> [MetricQuery] {
        let (start, end) = (try members.time("StartTime"), try members.time("EndTime"))
        let asked = members.list("MetricDataQueries")
        guard !asked.isEmpty else { throw .missing("MetricDataQueries") }
        guard asked.count <= mostQueries else {
            throw .unsupported("There are \(asked.count) queries, which exceeds the limit of \(mostQueries).")
        }
        let queries = try asked.map { (query) throws(NeighbourError) in try MetricQuery(query, start, end) }
        // An expression has as many values as a metric at most.
        let most = queries.compactMap(\.span?.datapoints).max() ?? 0
        let datapoints = queries.reduce(0) { $0 + ($1.span?.datapoints ?? most) }
        guard datapoints <= mostValues else {
            throw .unsupported(
                "The queries ask for up to \(datapoints) datapoints, which exceeds the limit of \(mostValues).")
        }
        let operations = queries.reduce(0) { $0 + ($1.operators ?? 0) * most }
        guard operations <= mostOperations else {
            throw .unsupported(
                "The expressions take up to \(operations) operations, which exceeds the limit of \(mostOperations).")
        }
        return queries
    }

    /// Answers GetMetricData.
    func data(_ members: NeighbourMembers) async throws(NeighbourError) -> Reply {
        let queries = try Self.queries(members)
        let values = try MetricValues(queries, try await periods(of: queries))
        let isAscending = members.text("ScanBy") == "TimestampAscending"
        var series: [MetricSeries] = []
        for (place, query) in queries.enumerated() where query.isReturned {
            let points = try values.points(of: place).sorted { isAscending ? $0.key < $1.key : $0.key > $1.key }
            series.append(
                MetricSeries(
                    id: query.id, label: query.label, points: points.map { .init(start: $0.key, value: $0.value) }))
        }
        return try MetricSeries.page(of: series, members, most: Self.mostValues)
    }

    /// The samples of each query's periods.
    private func periods(of queries: [MetricQuery]) async throws(NeighbourError) -> [[Int: MetricPeriod]] {
        var found = [[Int: MetricPeriod]](repeating: [:], count: queries.count)
        let metrics = Set(queries.compactMap(\.metric))
        guard let span = queries.lazy.compactMap(\.span).first, !metrics.isEmpty else { return found }
        try await samples(span.minutes(now: clock()), of: metrics) { minute, metric, sample in
            for (place, query) in queries.enumerated() {
                guard query.metric == metric, let span = query.span else { continue }
                found[place][span.period(of: minute), default: MetricPeriod()].add(sample)
            }
        }
        return found
    }
}
