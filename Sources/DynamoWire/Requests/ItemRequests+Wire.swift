import DynamoModel
import JSONText

extension GetItemRequest {
    private static let members = ExpressionMembers(expressions: ["ProjectionExpression"], legacy: ["AttributesToGet"])

    init(wire object: WireObject) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        let key = try object.attributes("Key")
        var lowering = LegacyLowering(parameters)
        let legacy = try LegacyRules.attributesToGet(object).map { lowering.projection($0) }
        self.init(
            tableName: try object.tableName(), key: key, consistentRead: object.bool("ConsistentRead") ?? false,
            projectionExpression: object.string("ProjectionExpression") ?? legacy, parameters: lowering.parameters,
            returnConsumedCapacity: object.returnConsumedCapacity)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Key", key)
        if consistentRead { writer.member("ConsistentRead", true) }
        writer.member("ProjectionExpression", projectionExpression)
        writer.names(parameters.names)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

/// The condition of a write in either form.
private struct WriteCondition {
    static let members = ExpressionMembers(
        expressions: ["ConditionExpression"], legacy: ["Expected", "ConditionalOperator"], isBrief: true)

    let expression: String?
    let parameters: ExpressionParameters

    /// - Parameter decodeItem: reads what the service looks at between placeholders and condition.
    init<Payload>(
        _ object: WireObject, _ decodePayload: () throws(DynamoDBError) -> Payload, into payload: inout Payload?
    ) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        payload = try decodePayload()
        let expected = try LegacyCondition.expected(object.object("Expected"))
        let conjunction = try LegacyRules.conjunction(object, over: expected)
        var lowering = LegacyLowering(parameters)
        let legacy = lowering.condition(expected, conjunction, as: "ConditionExpression")
        expression = object.string("ConditionExpression") ?? legacy
        self.parameters = lowering.parameters
    }
}

extension PutItemRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var item: Item?
        let condition = try WriteCondition(
            object, { () throws(DynamoDBError) in try object.attributes("Item") }, into: &item)
        self.init(
            tableName: try object.tableName(), item: item ?? Item(), conditionExpression: condition.expression,
            parameters: condition.parameters, returnValues: object.choice("ReturnValues") ?? .none,
            returnValuesOnConditionCheckFailure: object.returnValuesOnFailure,
            returnConsumedCapacity: object.returnConsumedCapacity,
            returnItemCollectionMetrics: object.returnItemCollectionMetrics)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Item", item)
        writer.member("ConditionExpression", conditionExpression)
        writer.parameters(parameters)
        writer.choice("ReturnValues", returnValues)
        writer.choice("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension DeleteItemRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var key: Item?
        let condition = try WriteCondition(
            object, { () throws(DynamoDBError) in try object.attributes("Key") }, into: &key)
        self.init(
            tableName: try object.tableName(), key: key ?? Item(), conditionExpression: condition.expression,
            parameters: condition.parameters, returnValues: object.choice("ReturnValues") ?? .none,
            returnValuesOnConditionCheckFailure: object.returnValuesOnFailure,
            returnConsumedCapacity: object.returnConsumedCapacity,
            returnItemCollectionMetrics: object.returnItemCollectionMetrics)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Key", key)
        writer.member("ConditionExpression", conditionExpression)
        writer.parameters(parameters)
        writer.choice("ReturnValues", returnValues)
        writer.choice("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
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
        let expected = try LegacyCondition.expected(object.object("Expected"))
        let conjunction = try LegacyRules.conjunction(object, over: expected)
        var lowering = LegacyLowering(parameters)
        let update = lowering.update(updates)
        let condition = lowering.condition(expected, conjunction, as: "ConditionExpression")
        self.init(
            tableName: try object.tableName(), key: key, updateExpression: object.string("UpdateExpression") ?? update,
            conditionExpression: object.string("ConditionExpression") ?? condition, parameters: lowering.parameters,
            returnValues: object.choice("ReturnValues") ?? .none,
            returnValuesOnConditionCheckFailure: object.returnValuesOnFailure,
            returnConsumedCapacity: object.returnConsumedCapacity,
            returnItemCollectionMetrics: object.returnItemCollectionMetrics)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("Key", key)
        writer.member("UpdateExpression", updateExpression)
        writer.member("ConditionExpression", conditionExpression)
        writer.parameters(parameters)
        writer.choice("ReturnValues", returnValues)
        writer.choice("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}
