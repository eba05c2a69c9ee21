import DynamoModel
import JSONText

extension ExecuteStatementRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            try object.required("Statement", object.string("Statement")), parameters: try object.parameters(),
            consistentRead: object.bool("ConsistentRead") ?? false, nextToken: object.string("NextToken"),
            limit: object.int("Limit"), returnConsumedCapacity: object.returnConsumedCapacity,
            returnValuesOnConditionCheckFailure: object.returnValuesOnFailure)
    }

    func write(to writer: inout JSONWriter) {
        writer.statement(statement, parameters)
        if consistentRead { writer.member("ConsistentRead", true) }
        writer.member("NextToken", nextToken)
        writer.member("Limit", limit)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
        writer.choice("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
    }
}

extension BatchExecuteStatementRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var statements: [BatchStatement] = []
        for entry in object.objects("Statements") ?? [] { statements.append(try BatchStatement(wire: entry)) }
        self.init(statements, returnConsumedCapacity: object.returnConsumedCapacity)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("Statements", statements) { writer, statement in
            writer.object { writer in
                writer.statement(statement.statement, statement.parameters)
                if statement.consistentRead { writer.member("ConsistentRead", true) }
                writer.choice(
                    "ReturnValuesOnConditionCheckFailure", statement.returnValuesOnConditionCheckFailure)
            }
        }
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension BatchStatement {
    /// What is wrong with the parameters refuses this statement alone.
    fileprivate init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            try object.required("Statement", object.string("Statement")),
            consistentRead: object.bool("ConsistentRead") ?? false,
            returnValuesOnConditionCheckFailure: object.returnValuesOnFailure)
        do throws(DynamoDBError) { parameters = try object.parameters() } catch { parameterFault = error }
    }
}

extension ExecuteTransactionRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        var statements: [TransactStatement] = []
        for entry in object.objects("TransactStatements") ?? [] {
            statements.append(
                TransactStatement(
                    try entry.required("Statement", entry.string("Statement")), parameters: try entry.parameters(),
                    returnValuesOnConditionCheckFailure: entry.returnValuesOnFailure))
        }
        self.init(
            statements, clientRequestToken: object.string("ClientRequestToken"),
            returnConsumedCapacity: object.returnConsumedCapacity)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TransactStatements", transactStatements) { writer, statement in
            writer.object { writer in
                writer.statement(statement.statement, statement.parameters)
                writer.choice(
                    "ReturnValuesOnConditionCheckFailure", statement.returnValuesOnConditionCheckFailure)
            }
        }
        writer.member("ClientRequestToken", clientRequestToken)
        writer.choice("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension WireObject {
    /// What stands for the `?` of a statement.
    fileprivate func parameters() throws(DynamoDBError) -> [AttributeValue] {
        var parameters: [AttributeValue] = []
        for value in self["Parameters"]?.arrayValue ?? [] {
            parameters.append(try AttributeValue(wire: value, wording))
        }
        return parameters
    }
}

extension JSONWriter {
    fileprivate mutating func statement(_ text: String, _ parameters: [AttributeValue]) {
        member("Statement", text)
        // An empty list is not a value of the service's model.
        if !parameters.isEmpty { member("Parameters", parameters) { $0.attribute($1) } }
    }
}
