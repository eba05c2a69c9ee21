import DynamoModel
import JSONText

extension TransactGetItemsRequest {
    private static let members = ExpressionMembers(expressions: ["ProjectionExpression"], legacy: [])

    init(wire object: WireObject) throws(DynamoDBError) {
        var reads: [TransactGet] = []
        for entry in object.objects("TransactItems") ?? [] {
            let read = try entry.required("Get", entry.object("Get"))
            let parameters = try Self.members.parameters(read)
            reads.append(
                TransactGet(
                    tableName: try read.tableName(), key: try read.attributes("Key"),
                    projectionExpression: read.string("ProjectionExpression"),
                    expressionAttributeNames: parameters.names))
        }
        self.init(transactItems: reads, returnConsumedCapacity: object.returnConsumedCapacity)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TransactItems", transactItems) { writer, read in
            writer.object { writer in
                writer.name("Get")
                writer.object { writer in
                    writer.member("TableName", read.tableName)
                    writer.member("Key", read.key)
                    var printer = ExpressionPrinter(ExpressionParameters(names: read.expressionAttributeNames))
                    writer.member("ProjectionExpression", printer.text(read.projectionExpression))
                    writer.names(printer.parameters.names)
                }
            }
        }
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension TransactWriteItemsRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var writes: [TransactWrite] = []
        for entry in object.objects("TransactItems") ?? [] { writes.append(try TransactWrite(wire: entry)) }
        self.init(
            transactItems: writes, clientRequestToken: object.string("ClientRequestToken"),
            returnConsumedCapacity: object.returnConsumedCapacity,
            returnItemCollectionMetrics: object.returnItemCollectionMetrics)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TransactItems", transactItems) { writer, action in writer.object { action.write(to: &$0) } }
        writer.member("ClientRequestToken", clientRequestToken)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension TransactWrite {
    // A value of 33 levels is taken; when an update writes it into an item, the transaction is cancelled. Where the
    // limit of a condition's value lies is not known except for that: 41 levels are too many.
    private static let condition = ExpressionMembers(expressions: ["ConditionExpression"], legacy: [], extraLevels: 1)
    private static let update = ExpressionMembers(
        expressions: ["UpdateExpression", "ConditionExpression"], legacy: [], extraLevels: 1)

    init(wire entry: WireObject) throws(DynamoDBError) {
        let actions = ["ConditionCheck", "Put", "Delete", "Update"].filter { entry.object($0) != nil }
        guard !actions.isEmpty else {
            throw .validation("Invalid Request: TransactWriteRequest should contain Delete or Put or Update request")
        }
        guard actions.count == 1, let action = entry.object(actions[0]) else {
            throw .validation(
                "TransactItems can only contain one of Check, Put, Update or Delete")
        }
        let members = actions[0] == "Update" ? Self.update : Self.condition
        let parameters = try members.parameters(action)
        self.init(
            tableName: try action.tableName(), try Self.action(actions[0], action),
            conditionExpression: action.string("ConditionExpression"), parameters: parameters,
            returnValuesOnConditionCheckFailure: action.returnValuesOnFailure)
    }

    private static func action(_ name: String, _ object: WireObject) throws(DynamoDBError) -> Action {
        switch name {
        case "Put": return .put(item: try object.attributes("Item"))
        case "Delete": return .delete(key: try object.attributes("Key"))
        case "Update":
            let expression = try object.required("UpdateExpression", object.string("UpdateExpression"))
            return .update(key: try object.attributes("Key"), updateExpression: .text(expression))
        default: return .conditionCheck(key: try object.attributes("Key"))
        }
    }

    func write(to writer: inout JSONWriter) {
        var printer = ExpressionPrinter(parameters)
        switch action {
        case .conditionCheck(let key):
            writer.name("ConditionCheck")
            writer.object { rest(&$0, &printer) { $0.member("Key", key) } }
        case .put(let item):
            writer.name("Put")
            writer.object { rest(&$0, &printer) { $0.member("Item", item) } }
        case .delete(let key):
            writer.name("Delete")
            writer.object { rest(&$0, &printer) { $0.member("Key", key) } }
        case .update(let key, let expression):
            writer.name("Update")
            let text = printer.text(expression)
            writer.object {
                rest(&$0, &printer) {
                    $0.member("Key", key)
                    $0.member("UpdateExpression", text)
                }
            }
        }
    }

    private func rest(
        _ writer: inout JSONWriter, _ printer: inout ExpressionPrinter, _ payload: (inout JSONWriter) -> Void
    ) {
        writer.member("TableName", tableName)
        payload(&writer)
        writer.member("ConditionExpression", printer.text(conditionExpression))
        writer.parameters(printer.parameters)
        writer.choice("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
    }
}
