import DynamoModel
import JSONText

extension GetItemRequest {
    private static let members = ExpressionMembers(expressions: ["ProjectionExpression"], legacy: ["AttributesToGet"])

    init(wire object: WireObject) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        let key = try object.attributes("Key")
        let projection = try LegacyRules.attributesToGet(object).map(LegacyLowering.projection)
        self.init(
            tableName: try object.tableName(), key: key, consistentRead: object.bool("ConsistentRead") ?? false,
            parameters: parameters, returnConsumedCapacity: object.returnConsumedCapacity)
        projectionExpression = object.expression("ProjectionExpression") ?? projection
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Key", key)
        if consistentRead { writer.member("ConsistentRead", true) }
        var printer = ExpressionPrinter(parameters)
        writer.member("ProjectionExpression", printer.text(projectionExpression))
        writer.names(printer.parameters.names)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

/// A write of one item, by what its answer is to hold.
private protocol ItemWriteRequest {
    var returnValues: ReturnValues { get set }
    var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure { get set }
    var returnConsumedCapacity: ReturnConsumedCapacity { get set }
    var returnItemCollectionMetrics: ReturnItemCollectionMetrics { get set }
}

extension ItemWriteRequest {
    fileprivate mutating func takeReturns(from object: WireObject) {
        returnValues = object.choice("ReturnValues") ?? .none
        returnValuesOnConditionCheckFailure = object.returnValuesOnFailure
        returnConsumedCapacity = object.returnConsumedCapacity
        returnItemCollectionMetrics = object.returnItemCollectionMetrics
    }

    fileprivate func writeReturns(to writer: inout JSONWriter) {
        writer.choice("ReturnValues", returnValues)
        writer.choice("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension PutItemRequest: ItemWriteRequest {}
extension DeleteItemRequest: ItemWriteRequest {}
extension UpdateItemRequest: ItemWriteRequest {}

/// The condition of a write in either form.
private struct WriteCondition {
    static let members = ExpressionMembers(
        expressions: ["ConditionExpression"], legacy: ["Expected", "ConditionalOperator"], isBrief: true)

    let expression: Expression?
    let parameters: ExpressionParameters

    /// - Parameter decodeItem: reads what the service checks between placeholders and condition.
    init<Payload>(
        _ object: WireObject, _ decodePayload: () throws(DynamoDBError) -> Payload, into payload: inout Payload?
    ) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        payload = try decodePayload()
        let expected = try object.expected()
        expression = object.expression("ConditionExpression") ?? expected
        self.parameters = parameters
    }
}

extension PutItemRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var item: Item?
        let condition = try WriteCondition(
            object, { () throws(DynamoDBError) in try object.attributes("Item") }, into: &item)
        self.init(
            tableName: try object.tableName(), item: item ?? Item(), parameters: condition.parameters)
        takeReturns(from: object)
        conditionExpression = condition.expression
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Item", item)
        var printer = ExpressionPrinter(parameters)
        writer.member("ConditionExpression", printer.text(conditionExpression))
        writer.parameters(printer.parameters)
        writeReturns(to: &writer)
    }
}

extension DeleteItemRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var key: Item?
        let condition = try WriteCondition(
            object, { () throws(DynamoDBError) in try object.attributes("Key") }, into: &key)
        self.init(
            tableName: try object.tableName(), key: key ?? Item(), parameters: condition.parameters)
        takeReturns(from: object)
        conditionExpression = condition.expression
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Key", key)
        var printer = ExpressionPrinter(parameters)
        writer.member("ConditionExpression", printer.text(conditionExpression))
        writer.parameters(printer.parameters)
        writeReturns(to: &writer)
    }
}

extension UpdateItemRequest {
    private static let members = ExpressionMembers(
        expressions: ["UpdateExpression", "ConditionExpression"],
        legacy: ["AttributeUpdates", "Expected", "ConditionalOperator"], isBrief: true)

    init(wire object: WireObject) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        let key = try object.attributes("Key")
        let updates = try LegacyUpdate.updates(object.object("AttributeUpdates"))
        let condition = try object.expected()
        self.init(
            tableName: try object.tableName(), key: key, parameters: parameters)
        takeReturns(from: object)
        updateExpression = object.expression("UpdateExpression") ?? LegacyLowering.update(updates)
        conditionExpression = object.expression("ConditionExpression") ?? condition
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Key", key)
        var printer = ExpressionPrinter(parameters)
        writer.member("UpdateExpression", printer.text(updateExpression))
        writer.member("ConditionExpression", printer.text(conditionExpression))
        writer.parameters(printer.parameters)
        writeReturns(to: &writer)
    }
}
