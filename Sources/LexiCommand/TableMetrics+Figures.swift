import DynamoModel
import EmbeddedDynamoDB
import LexiAPI

extension TableEngine {
    /// What the operations on the tables took, and their hottest keys, for `/metrics`.
    var figures: [LabelledFigures] { (metrics?.figures ?? []) + keyFigures }

    /// The keys of tables whose Contributor Insights are on.
    private var keyFigures: [LabelledFigures] {
        let keys = hottestKeys
        func family(_ name: String, _ help: String, isThrottled: Bool) -> LabelledFigures {
            LabelledFigures(
                name, help, isForOperators: true, keys.filter { $0.isThrottled == isThrottled }.map(Self.figure))
        }
        return [
            family(
                "lexi_dynamodb_hot_key_units", "Units that a key took in the last hour, about.", isThrottled: false),
            family(
                "lexi_dynamodb_throttled_key_events", "How often a key was throttled in the last hour, about.",
                isThrottled: true),
        ]
    }

    /// The most characters of a key that are shown.
    private static let shownLength = 128

    private static func figure(_ key: HotKey) -> LabelledFigures.Figure {
        .init(
            [
                ("table", key.tableName), ("index", key.indexName ?? ""), ("kind", key.isItem ? "item" : "partition"),
                ("key", String(key.key.prefix(shownLength))),
            ], key.amount)
    }
}

extension TableMetrics {
    /// What CloudWatch's metrics count, since the start, for `/metrics`.
    var figures: [LabelledFigures] {
        var byName: [String: [(MetricIdentity, MetricSample)]] = [:]
        for (metric, sample) in totals { byName[metric.name, default: []].append((metric, sample)) }
        var families: [LabelledFigures] = []
        for (name, samples) in byName.sorted(by: { $0.key < $1.key }) {
            let sorted = samples.map { (Self.labels(of: $0.0), $0.1) }.sorted { Self.text($0.0) < Self.text($1.0) }
            let unit = name == "SuccessfulRequestLatency" ? "_milliseconds" : ""
            families.append(
                LabelledFigures(
                    "lexi_dynamodb_\(Self.snakeCase(name))\(unit)_total", "The sum of CloudWatch's metric \(name).",
                    isCounter: true, sorted.map { .init($0.0, $0.1.sum) }))
            guard name == "SuccessfulRequestLatency" else { continue }
            families.append(
                LabelledFigures(
                    "lexi_dynamodb_successful_requests_total", "Operations on tables that succeeded.", isCounter: true,
                    sorted.map { .init($0.0, $0.1.count) }))
        }
        return families
    }

    private static func labels(of metric: MetricIdentity) -> [(name: String, value: String)] {
        let names = ["TableName": "table", "GlobalSecondaryIndexName": "index", "Operation": "operation"]
        return metric.dimensions.map { (names[$0.name] ?? snakeCase($0.name), $0.value) }
    }

    private static func text(_ labels: [(name: String, value: String)]) -> String {
        labels.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    }

    /// `ReturnedBytes` as `returned_bytes`.
    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text += "_" }
            text += character.lowercased()
        }
    }
}
