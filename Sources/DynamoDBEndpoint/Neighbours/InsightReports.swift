import DynamoModel

/// CloudWatch's GetInsightRuleReport, for the rules of Contributor Insights on tables.
struct InsightReports: Sendable {
    private static let minute = 60
    private static let mostContributors = 100
    private static let usualContributors = 10
    /// The longest time that a report is about: a day, in minutes.
    private static let longest = 24 * 60

    let source: any MetricSource

    /// Reports the keys of a rule.
    ///
    /// - Throws: ``NeighbourError``, in the service's words where they are known.
    func report(_ members: NeighbourMembers) throws(NeighbourError) -> Reply {
        let name = try members.required("RuleName")
        let (start, end) = (try members.time("StartTime"), try members.time("EndTime"))
        guard let period = members.integer("Period") else { throw .missing("Period") }
        let first = Int((start / Double(Self.minute)).rounded(.down))
        let last = Int((end / Double(Self.minute)).rounded(.up))
        guard first < last, last - first <= Self.longest else {
            throw .invalid("The parameter EndTime must be after StartTime, and at most 24 hours after it.")
        }
        guard period >= Self.minute, period.isMultiple(of: Self.minute) else {
            throw .invalid("The parameter Period must be a multiple of 60.")
        }
        let most = members.integer("MaxContributorCount") ?? Self.usualContributors
        guard 1...Self.mostContributors ~= most else {
            throw .invalid("The parameter MaxContributorCount must be from 1 to \(Self.mostContributors).")
        }
        guard let report = source.keyReport(rule: name, first..<last) else {
            throw NeighbourError(
                code: "ResourceNotFoundException", message: "The rule \(name) does not exist.", status: 404)
        }
        let periods = Periods(first: first, minutes: min(period / Self.minute, Self.longest))
        return Self.reply(report, most, periods, Set(members.texts("Metrics")), members.text("OrderBy") ?? "Sum")
    }

    /// The periods of a report, each some minutes long.
    private struct Periods {
        let first: Int
        let minutes: Int

        /// When the period of a minute starts, in seconds since 1970.
        func start(of minuteSince1970: Int) -> Int {
            (first + (minuteSince1970 - first) / minutes * minutes) * 60
        }

        /// What minutes have, by the starts of their periods.
        func sums(_ minutes: [Int: Double]) -> [(start: Int, sum: Double)] {
            var sums: [Int: Double] = [:]
            for (minute, value) in minutes { sums[start(of: minute), default: 0] += value }
            return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    private static func reply(
        _ report: KeyReport, _ most: Int, _ periods: Periods, _ metrics: Set<String>, _ order: String
    ) -> Reply {
        var contributors = report.contributors
        if order == "Maximum" {
            func greatest(_ contributor: KeyReport.Contributor) -> Double {
                periods.sums(contributor.minutes).map(\.sum).max() ?? 0
            }
            contributors.sort { greatest($0) > greatest($1) }
        }
        return .members([
            (name: "KeyLabels", value: .list(report.names.map { .text($0) })),
            (name: "AggregationStatistic", value: .text("Sum")),
            (name: "AggregateValue", value: .number(report.minutes.values.reduce(0) { $0 + $1.total })),
            (name: "ApproximateUniqueCount", value: .integer(report.contributors.count)),
            (name: "Contributors", value: .list(contributors.prefix(most).map { reply($0, periods) })),
            (name: "MetricDatapoints", value: .list(metrics.isEmpty ? [] : points(report, periods, metrics))),
        ])
    }

    private static func reply(_ contributor: KeyReport.Contributor, _ periods: Periods) -> Reply {
        let points = periods.sums(contributor.minutes).map { start, sum -> Reply in
            .members([
                (name: "Timestamp", value: .time(Double(start))), (name: "ApproximateValue", value: .number(sum)),
            ])
        }
        return .members([
            (name: "Keys", value: .list(contributor.values.map { .text($0) })),
            (name: "ApproximateAggregateValue", value: .number(contributor.total)),
            (name: "Datapoints", value: .list(points)),
        ])
    }

    /// What the metrics that are asked for are in each period.
    private static func points(_ report: KeyReport, _ periods: Periods, _ metrics: Set<String>) -> [Reply] {
        var values: [Int: [Double]] = [:]
        for contributor in report.contributors {
            for (start, sum) in periods.sums(contributor.minutes) { values[start, default: []].append(sum) }
        }
        let totals = periods.sums(report.minutes.mapValues(\.total))
        return totals.map { start, total in
            let all = values[start] ?? []
            let known: [(String, Double)] = [
                ("UniqueContributors", Double(all.count)), ("MaxContributorValue", all.max() ?? 0),
                ("SampleCount", Double(all.count)), ("Average", all.isEmpty ? 0 : total / Double(all.count)),
                ("Sum", total), ("Minimum", all.min() ?? 0), ("Maximum", all.max() ?? 0),
            ]
            let wanted = known.filter { metrics.contains($0.0) }.map { (name: $0.0, value: Reply.number($0.1)) }
            return .members([(name: "Timestamp", value: .time(Double(start)))] + wanted)
        }
    }
}
