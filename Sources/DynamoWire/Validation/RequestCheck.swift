import DynamoModel
import JSONText

/// Checks a request's JSON against the service's model, before anything is made of it: types first (one error, the
/// first in the order of the body), then constraints (all of them at once).
enum RequestCheck {
    /// Checks a request.
    ///
    /// - Throws: `serialization` for a value of the wrong type, `validation` for violated constraints.
    static func check(_ body: JSONValue, of operation: DynamoOperation) throws(DynamoDBError) {
        let shape = ServiceModel.input(of: operation)
        guard case .object(let members) = body else { throw .wireType("Unexpected value type in payload") }
        let holds = try TypeCheck.accepts(body, shape, .element)
        if operation.namesTableFirst { try checkTableName(members["TableName"]) }
        guard !holds else { return }
        let wording = ViolationWording(operation, members, shape)
        try wording.checkFirst(members)
        var violations = ConstraintCheck(wording)
        violations.visit(body, shape, "")
        try violations.throwIfAny()
    }

    /// The table operations ask for the name before all else.
    private static func checkTableName(_ value: JSONValue?) throws(DynamoDBError) {
        guard value?.stringValue == nil else { return }
        throw .validation("The parameter 'TableName' is required but was not present in the request")
    }
}

extension DynamoDBError {
    /// A JSON value of the wrong type.
    static func wireType(_ message: String) -> DynamoDBError { DynamoDBError(.serialization, message) }
}

extension Shape {
    /// What the service's messages call the type.
    var javaName: String {
        switch kind {
        case .string, .tableName: "java.lang.String"
        case .structure(let name, _): "com.amazonaws.dynamodb.v20120810.\(name)"
        case .attributeValue: "com.amazonaws.dynamodb.v20120810.AttributeValue"
        case .list(let element): "java.util.List<\(element.javaName)>"
        case .map(_, let value): "java.util.Map<java.lang.String, \(value.javaName)>"
        default: "java.lang.Object"
        }
    }
}
