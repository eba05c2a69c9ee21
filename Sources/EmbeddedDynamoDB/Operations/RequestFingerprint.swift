import Digests
import DynamoModel
import TableStore

/// What distinguishes two requests of the same token: a digest of everything that they would do.
enum RequestFingerprint {
    static func of(_ items: [TransactWrite]) -> [UInt8] {
        var encoder = ItemEncoder(capacity: 1024)
        for item in items {
            encoder.append(text: item.tableName)
            // A tree counts as the text that it is printed as.
            var printer = ExpressionPrinter(item.parameters)
            append(item.action, &printer, to: &encoder)
            append(printer.text(item.conditionExpression), to: &encoder)
            append(printer.parameters, to: &encoder)
            encoder.append(byte: item.returnValuesOnConditionCheckFailure == .allOld ? 1 : 0)
        }
        return SHA256.hash(encoder.bytes)
    }

    /// The digest of statements with their parameters.
    static func of(_ statements: [TransactStatement]) -> [UInt8] {
        var encoder = ItemEncoder(capacity: 1024)
        encoder.append(byte: 5)
        for statement in statements {
            append(statement.statement, statement.parameters, to: &encoder)
            encoder.append(byte: statement.returnValuesOnConditionCheckFailure == .allOld ? 1 : 0)
        }
        return SHA256.hash(encoder.bytes)
    }

    /// The digest of one statement with its parameters.
    static func of(_ statement: String, _ parameters: [AttributeValue]) -> [UInt8] {
        var encoder = ItemEncoder(capacity: 512)
        append(statement, parameters, to: &encoder)
        return SHA256.hash(encoder.bytes)
    }

    private static func append(_ statement: String, _ parameters: [AttributeValue], to encoder: inout ItemEncoder) {
        encoder.append(text: statement)
        encoder.append(members: AttributeMap([("", .l(parameters))]))
    }

    private static func append(
        _ action: TransactWrite.Action, _ printer: inout ExpressionPrinter, to encoder: inout ItemEncoder
    ) {
        switch action {
        case .conditionCheck(let key):
            encoder.append(byte: 1)
            encoder.append(members: key)
        case .put(let item):
            encoder.append(byte: 2)
            encoder.append(members: item)
        case .update(let key, let expression):
            encoder.append(byte: 3)
            encoder.append(members: key)
            encoder.append(text: printer.text(expression) ?? "")
        case .delete(let key):
            encoder.append(byte: 4)
            encoder.append(members: key)
        }
    }

    private static func append(_ text: String?, to encoder: inout ItemEncoder) {
        encoder.append(byte: text == nil ? 0 : 1)
        if let text { encoder.append(text: text) }
    }

    private static func append(_ parameters: ExpressionParameters, to encoder: inout ItemEncoder) {
        let names = AttributeMap((parameters.names ?? [:]).map { ($0.key, .s($0.value)) })
        let values = AttributeMap((parameters.values ?? [:]).map { ($0.key, $0.value) })
        encoder.append(members: names)
        encoder.append(members: values)
    }
}
