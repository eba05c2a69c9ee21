/// The values of the queries of one GetMetricData: found for metrics, worked out for expressions.
struct MetricValues {
    /// What a part of an expression is.
    enum Value {
        case number(Double)
        /// Values by the starts of their periods, in seconds since 1970.
        case series([Int: Double], period: Int)
    }

    private let queries: [MetricQuery]
    private var values: [Value] = []

    /// Works out all queries.
    ///
    /// - Parameter found: the samples of each query's periods.
    /// - Throws: `ValidationError` for an expression that names no query or itself, mixes periods, or gives a number.
    init(_ queries: [MetricQuery], _ found: [[Int: MetricPeriod]]) throws(NeighbourError) {
        self.queries = queries
        var work = Work(queries: queries, found: found)
        for place in queries.indices { values.append(try work.value(of: place)) }
    }

    /// The values of a query.
    func points(of place: Int) throws(NeighbourError) -> [Int: Double] {
        guard case .series(let points, _) = values[place] else {
            throw .unsupported(
                "The expression of the query \(queries[place].id) gives a number; it must give a time series.")
        }
        return points
    }

    /// Expressions may name queries that come later.
    private struct Work {
        let queries: [MetricQuery]
        let found: [[Int: MetricPeriod]]
        var known: [Int: Value] = [:]
        var underWay: Set<Int> = []
        private var depth = 0

        /// Levels of expressions, those of expressions that are named within.
        private static let deepest = 200

        /// Where the queries of an id stand.
        private let places: [String: [Int]]

        init(queries: [MetricQuery], found: [[Int: MetricPeriod]]) {
            (self.queries, self.found) = (queries, found)
            places = Dictionary(grouping: queries.indices) { queries[$0].id }
        }

        mutating func value(of place: Int) throws(NeighbourError) -> Value {
            if let value = known[place] { return value }
            let value: Value
            switch queries[place].source {
            case .metric(_, let statistic, let span):
                value = .series(found[place].compactMapValues(statistic.value), period: span.period)
            case .expression(let expression):
                guard underWay.insert(place).inserted else {
                    throw .unsupported("The expression of the query \(queries[place].id) refers to itself.")
                }
                value = try self.value(of: expression.root, in: place)
                underWay.remove(place)
            }
            known[place] = value
            return value
        }

        private mutating func value(of node: MetricExpression.Node, in place: Int) throws(NeighbourError) -> Value {
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.deepest else {
                throw fault("it is too deep, with the expressions that it names", place)
            }
            switch node {
            case .number(let number): return .number(number)
            case .query(let id):
                let named = places[id] ?? []
                guard named.count == 1 else {
                    throw fault(named.isEmpty ? "no query is called \(id)" : "several queries are called \(id)", place)
                }
                return try value(of: named[0])
            case .summary(let summary, let inner):
                guard case .series(let values, _) = try value(of: inner, in: place) else {
                    throw fault("\(summary.rawValue) needs a time series", place)
                }
                // In the order of times: a sum's last digits depend on it.
                return .number(summary.result(values.sorted { $0.key < $1.key }.map(\.value)))
            case .binary(let sign, let left, let right):
                return try joined(sign, try value(of: left, in: place), try value(of: right, in: place), place)
            }
        }

        /// Where one of two series has no value, the result has none, nor where it would be no number.
        private func joined(
            _ sign: MetricExpression.Operator, _ left: Value, _ right: Value, _ place: Int
        ) throws(NeighbourError) -> Value {
            switch (left, right) {
            case (.number(let left), .number(let right)): return .number(sign.result(left, right))
            case (.series(let values, let period), .number(let right)):
                return .series(Self.finite(values.mapValues { sign.result($0, right) }), period: period)
            case (.number(let left), .series(let values, let period)):
                return .series(Self.finite(values.mapValues { sign.result(left, $0) }), period: period)
            case (.series(let left, let period), .series(let right, let other)):
                guard period == other else { throw fault("its time series have different periods", place) }
                var values: [Int: Double] = [:]
                for (start, value) in left { values[start] = right[start].map { sign.result(value, $0) } }
                return .series(Self.finite(values), period: period)
            }
        }

        private static func finite(_ values: [Int: Double]) -> [Int: Double] { values.filter(\.value.isFinite) }

        private func fault(_ what: String, _ place: Int) -> NeighbourError {
            .unsupported("Error in the expression of the query \(queries[place].id): \(what).")
        }
    }
}
