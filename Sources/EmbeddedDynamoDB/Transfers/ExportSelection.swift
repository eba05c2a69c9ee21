import DynamoExpressions
import DynamoModel
import TableStore

/// Which items an export has, and what of them.
struct ExportSelection: Sendable {
    private let key: Condition?
    private let filter: Condition?
    private let paths: ProjectionPaths?

    /// Whole items, without a filter.
    static let all = ExportSelection()

    private init() { (key, filter, paths) = (nil, nil, nil) }

    /// What a filter selects of a table.
    ///
    /// - Throws: as Query does for its expressions.
    init(_ asked: ExportFilter, _ table: TableInfo) throws(EngineFault) {
        var expressions = RequestExpressions(asked.parameters)
        (key, filter, paths) = try TableEngine.parsing { () throws(DynamoDBError) in
            let key: Condition? =
                if let condition = asked.keyCondition { try expressions.keyCondition(.text(condition)) } else { nil }
            let filter: Condition? = if let filter = asked.filter { try expressions.filter(filter) } else { nil }
            let paths: ProjectionPaths? =
                if let projection = asked.projection { try expressions.projection(projection) } else { nil }
            try expressions.finish()
            return (key, filter, paths)
        }
        if let key {
            try TableEngine.parsing { () throws(DynamoDBError) in
                _ = try KeyCondition(
                    RequestExpressions.attributeConditions(key), schema: table.definition.keySchema,
                    types: table.definition.attributeDefinitions)
            }
            if let filter { try TableEngine.checkFilter(filter, table.layout, "Filter Expression") }
        }
        try TableEngine.check(filter, paths, table)
    }

    /// Whether an item is exported.
    ///
    /// - Parameter budget: counts the steps that it takes to find out; it has no limit.
    func takes(_ item: Item, _ budget: inout EvaluationBudget) -> Bool {
        for condition in [key, filter] {
            if let condition, condition.holds(for: item, within: &budget) == false { return false }
        }
        return true
    }

    /// What is exported of an item.
    func shown(_ item: Item) -> Item { paths?.project(item) ?? item }
}
