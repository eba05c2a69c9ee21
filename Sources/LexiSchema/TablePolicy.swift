import DynamoModel
import Lexi

/// Who may do what with the table, as IAM puts it (Service Authorization Reference, "Actions, resources, and condition
/// keys for Amazon DynamoDB").
struct TablePolicy: Sendable {
    /// Some actions on the table or on some of its indexes.
    struct Statement: Sendable {
        /// Its name, `Sid`.
        let name: String
        /// What is allowed, without the prefix `dynamodb:`.
        let actions: [String]
        /// Where.
        let places: [TableIndex]
        /// Whether the actions are allowed in a `TransactWriteItems` only.
        var isTransactional = false
        /// The form of partition keys, with `*` for what differs from item to item; any when there is none.
        var leadingKeys: [String] = []

        /// When the statement holds: all of these.
        var conditions: [Condition] {
            var conditions: [Condition] = []
            if isTransactional {
                conditions.append(
                    Condition(
                        test: "ForAnyValue:StringEquals", variable: "dynamodb:EnclosingOperation",
                        values: ["TransactWriteItems"]))
            }
            if !leadingKeys.isEmpty {
                conditions.append(
                    Condition(test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values: leadingKeys))
            }
            return conditions
        }

        fileprivate var condition: DocumentTree? {
            conditions.isEmpty
                ? nil
                : .object(
                    conditions.map { condition in
                        let values = DocumentTree.list(condition.values.map { .text($0) })
                        return (name: condition.test, value: .object([(condition.variable, values)]))
                    })
        }
    }

    /// A condition of a statement (IAM User Guide, "IAM JSON policy elements: Condition").
    struct Condition: Sendable {
        /// The operator.
        let test: String
        /// The condition key.
        let variable: String
        /// The values, of which one has to match.
        let values: [String]
    }

    let statements: [Statement]

    /// What the service may do: what its access patterns do, and what its checks of the table ask.
    /// Neither a scan nor a single write is among it.
    static let service = TablePolicy(
        statements: [
            Statement(name: "ReadItems", actions: actions { $0 == .get || $0 == .batchGet }, places: [.table]),
            Statement(name: "QueryTable", actions: ["Query"], places: [.table]),
            Statement(
                name: "QueryIndexes", actions: ["Query"],
                places: TableIndex.allCases.filter { index in
                    index != .table && AccessPatterns.all.contains { $0.index == index && $0.operation.isQuery }
                }),
            // Transactions have no separate action: each of their writes needs that of its kind, on the kinds of items
            // that the patterns declare.
            write("PutInTransactions", .put), write("AddInTransactions", .add), write("DeleteInTransactions", .delete),
            write("CheckInTransactions", .check),
            Statement(
                name: "RemoveInBatches", actions: actions { $0 == .batchDelete }, places: [.table],
                leadingKeys: leadingKeys { pattern, _ in pattern.operation == .batchDelete }),
            // At the start: whether the table has the right keys and indexes, and whether its items expire. Then by
            // `/health/ready`: whether it is active.
            Statement(name: "CheckTable", actions: ["DescribeTable", "DescribeTimeToLive"], places: [.table]),
        ])

    /// Permissions for operators who create or move tables: `lexi table create`, `copy`, `export`, `import` and `diff`.
    static let administrator = TablePolicy(
        statements: [
            Statement(
                name: "MakeTable",
                actions: [
                    "CreateTable", "DescribeTable", "UpdateTimeToLive", "DescribeTimeToLive", "UpdateContinuousBackups",
                    "DescribeContinuousBackups", "UpdateTable", "ListTagsOfResource", "TagResource",
                ], places: [.table]),
            Statement(
                name: "MoveItems", actions: ["Scan", "BatchGetItem", "PutItem", "BatchWriteItem"], places: [.table]),
        ])

    /// The actions that the registry's patterns need, by the kind of their operation.
    private static func actions(_ isWanted: (AccessPattern.Operation) -> Bool) -> [String] {
        var actions: [String] = []
        for pattern in AccessPatterns.all {
            var needed = isWanted(pattern.operation) ? pattern.operation.actions : []
            if pattern.hydrates, isWanted(.batchGet) { needed += AccessPattern.Operation.batchGet.actions }
            for action in needed where !actions.contains(action) { actions.append(action) }
        }
        return actions
    }

    private static func write(_ name: String, _ action: WriteShape.Action) -> Statement {
        Statement(
            name: name, actions: [action.permission], places: [.table], isTransactional: true,
            leadingKeys: leadingKeys { pattern, shape in
                pattern.operation == .transaction && shape.action == action
            })
    }

    /// The partitions of the kinds of items that some writes touch.
    private static func leadingKeys(_ isWanted: (AccessPattern, WriteShape) -> Bool) -> [String] {
        var keys: Set<String> = []
        for pattern in AccessPatterns.all {
            for shape in pattern.writes where isWanted(pattern, shape) {
                keys.insert(shape.kind.key.partition.text.prefix { $0 != "{" } + "*")
            }
        }
        return keys.sorted()
    }

    /// The policy as a document; `resource` names a place as the document's language does.
    func document(_ resource: (TableIndex) -> DocumentTree) -> DocumentTree {
        let statements = statements.map { statement -> DocumentTree in
            var members: [(name: String, value: DocumentTree)] = [
                ("Sid", .text(statement.name)), ("Effect", "Allow"),
                ("Action", .list(statement.actions.map { "dynamodb:\($0)" })),
                ("Resource", .list(statement.places.map(resource))),
            ]
            if let condition = statement.condition { members.append(("Condition", condition)) }
            return .object(members)
        }
        return ["Version": "2012-10-17", "Statement": .list(statements)]
    }

    /// The policy as a file for `aws iam create-policy`, for a table of the usual name in any region of the account.
    var json: String {
        let table = "arn:aws:dynamodb:*:*:table/\(LexiTable.defaultName)"
        return document { place in .text(place.name.map { "\(table)/index/\($0)" } ?? table) }.json
    }
}
