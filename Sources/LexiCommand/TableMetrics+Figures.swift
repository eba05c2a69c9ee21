import DynamoModel
import EmbeddedDynamoDB
import LexiAPI

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
