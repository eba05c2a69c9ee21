import DynamoModel
import JSONText

extension QueryRequest {
    private static let members = ExpressionMembers(
        expressions: ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
        legacy: ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"])

    init(wire object: WireObject) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        let filters = try LegacyCondition.conditions(object.object("QueryFilter"))
        let attributes = try LegacyRules.attributesToGet(object)
        let startKey = try object.exclusiveStartKey()
        guard object["KeyConditions"] != nil || object["KeyConditionExpression"] != nil else {
            throw .validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
        }
        let keys = try LegacyCondition.conditions(object.object("KeyConditions"))
        if object["KeyConditionExpression"] == nil { try LegacyRules.checkKeyConditions(keys) }
        let conjunction = try LegacyRules.conjunction(object, over: filters)
        self.init(
            tableName: try object.tableName(), indexName: object.string("IndexName"), keyConditionExpression: nil,
            parameters: parameters, select: object.choice("Select"),
            scanIndexForward: object.bool("ScanIndexForward") ?? true, limit: object.int32("Limit"),
            exclusiveStartKey: startKey, consistentRead: object.bool("ConsistentRead") ?? false,
            returnConsumedCapacity: object.returnConsumedCapacity)
        keyConditionExpression =
            object.expression("KeyConditionExpression") ?? LegacyLowering.condition(keys, .and, of: "KeyConditions")
        filterExpression =
            object.expression("FilterExpression") ?? LegacyLowering.condition(filters, conjunction, of: "QueryFilter")
        projectionExpression = object.expression("ProjectionExpression") ?? attributes.map(LegacyLowering.projection)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("IndexName", indexName)
        var printer = ExpressionPrinter(parameters)
        writer.member("KeyConditionExpression", printer.text(keyConditionExpression))
        writer.member("FilterExpression", printer.text(filterExpression))
        writer.member("ProjectionExpression", printer.text(projectionExpression))
        writer.parameters(printer.parameters)
        writer.member("Select", select?.rawValue)
        if !scanIndexForward { writer.member("ScanIndexForward", false) }
        writer.member("Limit", limit)
        writer.member("ExclusiveStartKey", exclusiveStartKey)
        if consistentRead { writer.member("ConsistentRead", true) }
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension ScanRequest {
    private static let members = ExpressionMembers(
        expressions: ["ProjectionExpression", "FilterExpression"],
        legacy: ["AttributesToGet", "ScanFilter", "ConditionalOperator"])

    init(wire object: WireObject) throws(DynamoDBError) {
        let parameters = try Self.members.parameters(object)
        let filters = try LegacyCondition.conditions(object.object("ScanFilter"))
        let attributes = try LegacyRules.attributesToGet(object)
        let startKey = try object.exclusiveStartKey()
        let conjunction = try LegacyRules.conjunction(object, over: filters)
        self.init(
            tableName: try object.tableName(), indexName: object.string("IndexName"), parameters: parameters,
            select: object.choice("Select"), limit: object.int32("Limit"), exclusiveStartKey: startKey,
            segment: object.int32("Segment"), totalSegments: object.int32("TotalSegments"),
            consistentRead: object.bool("ConsistentRead") ?? false,
            returnConsumedCapacity: object.returnConsumedCapacity)
        filterExpression =
            object.expression("FilterExpression") ?? LegacyLowering.condition(filters, conjunction, of: "ScanFilter")
        projectionExpression = object.expression("ProjectionExpression") ?? attributes.map(LegacyLowering.projection)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("IndexName", indexName)
        var printer = ExpressionPrinter(parameters)
        writer.member("FilterExpression", printer.text(filterExpression))
        writer.member("ProjectionExpression", printer.text(projectionExpression))
        writer.parameters(printer.parameters)
        writer.member("Select", select?.rawValue)
        writer.member("Limit", limit)
        writer.member("ExclusiveStartKey", exclusiveStartKey)
        writer.member("Segment", segment)
        writer.member("TotalSegments", totalSegments)
        if consistentRead { writer.member("ConsistentRead", true) }
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension WireObject {
    /// Where to go on; its values' errors say so.
    fileprivate func exclusiveStartKey() throws(DynamoDBError) -> Item? {
        do throws(DynamoDBError) {
            return try optionalAttributes("ExclusiveStartKey")
        } catch {
            throw Self.isToldOfStartKey(error)
                ? .validation("The provided starting key is invalid: \(error.message)") : error
        }
    }

    /// The service says of numbers and of repetitions in sets only what is wrong, of other faults where, too.
    private static func isToldOfStartKey(_ error: DynamoDBError) -> Bool {
        [AttributeValue.emptyMessage, AttributeValue.ambiguousMessage].contains(error.message)
            || ["Null attribute", "An string set", "Binary sets"].contains {
                error.message.hasBytePrefix("One or more parameter values were invalid: \($0)")
            }
    }

    /// A 32-bit integer: what does not fit is the greatest that does.
    func int32(_ name: String) -> Int? { int(name).map { min($0, Int(Int32.max)) } }
}
