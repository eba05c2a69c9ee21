import DynamoModel
import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension Routes {
    /// What admins see of the table's keys.
    static let explorer: [Route] = [listItemKinds, listItems, exploreItem]

    private static let partitionKey = QueryParameter(
        name: "partition_key", kind: .text(1...DynamoLimits.partitionKeySize),
        description: "The partition key (PK), as it is stored.",
        isRequired: true)
    private static let sortKey = QueryParameter(
        name: "sort_key", kind: .text(1...DynamoLimits.sortKeySize), description: "The sort key (SK), as it is stored.",
        isRequired: true)
    private static let measure = QueryParameter(
        name: "measure", kind: .boolean,
        description: """
            Whether the patterns that read the item are carried out, each for at most \(LexiTable.exploredItems) items, \
            to say what they take.
            """)

    private static let listItemKinds = Route(
        .get, "/v1/admin/item-kinds", RouteSummary("listItemKinds", "admin", "The kinds of items, and their keys."),
        access: .admin, answers: [.ok(Resources.list(of: "ItemKind"))]
    ) { call in .list(call.explorer.kinds, nextCursor: nil) { Resources.write($0, to: &$1) } }

    private static let listItems = Route(
        .get, "/v1/admin/items", RouteSummary("listItems", "admin", "The items of a partition of the table, by key."),
        access: .admin, query: QueryParameter.paging + [partitionKey],
        answers: [.ok(Resources.list(of: "ItemRow"))]
    ) { call in
        let page = try await call.explorer.items(try call.query.required("partition_key"), try call.page())
        return .list(page.items, nextCursor: call.cursor(after: page)) { Resources.write($0, to: &$1) }
    }

    private static let exploreItem = Route(
        .get, "/v1/admin/item",
        RouteSummary(
            "exploreItem", "admin",
            "An item with its entries in the indexes, and the access patterns that read and write it."),
        access: .admin, query: [partitionKey, sortKey, measure], answers: [.ok(.component("ExploredItem"))],
        problems: [.notFound]
    ) { call in
        let (partition, sort) = (try call.query.required("partition_key"), try call.query.required("sort_key"))
        let item = try await call.explorer.item(
            partition, sort, measuring: call.query.boolean("measure") ?? false)
        return .ok(Answer.object(item) { Resources.write($0, to: &$1) })
    }
}
