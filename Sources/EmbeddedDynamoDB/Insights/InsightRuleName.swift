import DynamoModel
import TableStore

/// The name that DynamoDB gives to a rule of CloudWatch: of keys of partitions or, with a sort key, of items; `C` for
/// those that are used, `T` for those that are throttled.
struct InsightRuleName {
    let text: String
    let isOfItems: Bool
    let isOfThrottles: Bool

    /// The rules of a table or an index.
    static func all(
        _ table: TableInfo, _ index: IndexInfo?, _ insights: TableDefinition.Insights
    ) -> [InsightRuleName] {
        let layout = index?.layout ?? table.layout
        let place = index.map { "\(table.name)-\($0.name)" } ?? table.name
        let kinds = insights.mode == InsightsMode.throttled.rawValue ? [true] : [false, true]
        return kinds.flatMap { isOfThrottles in
            (layout.range.isEmpty ? [false] : [false, true]).map { isOfItems in
                let kind = "\(isOfItems ? "SK" : "PK")\(isOfThrottles ? "T" : "C")"
                return InsightRuleName(
                    text: "DynamoDBContributorInsights-\(kind)-\(place)-\(Int(insights.since * 1000))",
                    isOfItems: isOfItems, isOfThrottles: isOfThrottles)
            }
        }
    }
}
