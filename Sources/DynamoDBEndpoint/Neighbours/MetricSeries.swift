/// What one query of GetMetricData found.
struct MetricSeries {
    /// A value and the start of its period, in seconds since 1970.
    struct Point {
        let start: Int
        let value: Double
    }

    let id: String
    let label: String
    let points: [Point]

    /// A page of some series, one after the other: so many points at most, from the place that a token names on. The
    /// token is the number of the points before.
    ///
    /// - Parameter most: how many points there are at most when the request does not say less.
    static func page(
        of all: [MetricSeries], _ members: NeighbourMembers, most: Int
    ) throws(NeighbourError) -> Reply {
        let size = members.integer("MaxDatapoints") ?? most
        guard (1...most).contains(size) else {
            throw .invalid("The parameter MaxDatapoints must be between 1 and \(most).")
        }
        let total = all.reduce(0) { $0 + $1.points.count }
        let start = members.text("NextToken").map { Int($0) ?? -1 } ?? 0
        guard (0...total).contains(start) else {
            throw NeighbourError(code: "InvalidNextToken", message: "The token is invalid.")
        }
        let window = start..<min(start + size, total)
        var (results, first): ([Reply], Int) = ([], 0)
        for series in all {
            let place = first..<first + series.points.count
            let shown = place.clamped(to: window)
            // A series without points belongs to the page on which it would begin.
            if !shown.isEmpty
                || place.isEmpty && start <= first && (first < window.upperBound || window.upperBound == total)
            {
                let points = series.points[shown.lowerBound - first..<shown.upperBound - first]
                results.append(series.reply(points, isComplete: place.upperBound <= window.upperBound))
            }
            first = place.upperBound
        }
        let next: [(name: String, value: Reply)] =
            window.upperBound < total ? [(name: "NextToken", value: .text("\(window.upperBound)"))] : []
        return .members(
            [(name: "MetricDataResults", value: .list(results)), (name: "Messages", value: .list([]))] + next)
    }

    private func reply(_ points: ArraySlice<Point>, isComplete: Bool) -> Reply {
        .members([
            (name: "Id", value: .text(id)), (name: "Label", value: .text(label)),
            (name: "Timestamps", value: .list(points.map { .time(Double($0.start)) })),
            (name: "Values", value: .list(points.map { .number($0.value) })),
            (name: "StatusCode", value: .text(isComplete ? "Complete" : "PartialData")),
        ])
    }
}
