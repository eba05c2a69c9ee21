import DynamoModel
import DynamoWire
import Testing

/// Violated constraints of the service's model: all of them in one `ValidationException`.
struct ConstraintTests {
    private func expect(_ operation: DynamoOperation, _ json: String, _ violations: [String]) {
        let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(operation, json: Array(json.utf8)) }
        let count = violations.count
        #expect(error?.code == .validation)
        #expect(
            error?.message
                == "\(count) validation error\(count == 1 ? "" : "s") detected: " + violations.joined(separator: "; "))
    }

    // Everything that is wrong is reported at once, in the order of the model.
    @Test
    func several() {
        expect(
            .getItem, #"{"TableName":"abc;","ReturnConsumedCapacity":"hi","AttributesToGet":[]}"#,
            [
                "Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + "[a-zA-Z0-9_.-]+",
                "Value null at 'key' failed to satisfy constraint: Member must not be null",
                "Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal "
                    + "to 1",
                "Value 'hi' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[INDEXES, TOTAL, NONE]",
            ])
        expect(
            .getItem, "{}",
            [
                "Value null at 'tableName' failed to satisfy constraint: Member must not be null",
                "Value null at 'key' failed to satisfy constraint: Member must not be null",
            ])
    }

    // Places within lists and maps are reported by number (from 1) and by key.
    @Test
    func places() {
        expect(
            .query,
            #"{"TableName":"abc","KeyConditions":{"a":{}},"Limit":0,"Select":"x"}"#,
            [
                "Value 'x' at 'select' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
                "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
                "Value null at 'keyConditions.a.member.comparisonOperator' failed to satisfy constraint: Member must not be "
                    + "null",
            ])
        expect(
            .scan, #"{"TableName":"abc","Limit":0}"#,
            ["Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"])
        expect(
            .scan, #"{"TableName":"abc","Segment":-1,"TotalSegments":4}"#,
            ["Value '-1' at 'segment' failed to satisfy constraint: Member must have value greater than or equal to 0"])
        expect(
            .createTable,
            #"{"TableName":"abc","KeySchema":[{"AttributeName":"a"}],"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"X"}]}"#,
            [
                "Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy "
                    + "enum value set: [B, N, S]",
                "Value null at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must not be null",
            ])
    }

    // Keys and values of a map are one violation each; items are not shown.
    @Test
    func maps() {
        expect(
            .batchWriteItem, #"{"RequestItems":{"b;":[{"PutRequest":{"Item":{"a":{"S":"x"}}}}]}}"#,
            [
                "Value '{b;=…}' at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: [Member must "
                    + "have length less than or equal to 255, Member must have length greater than or equal to 3, Member must "
                    + "satisfy regular expression pattern: [a-zA-Z0-9_.-]+]"
            ])
        expect(
            .batchWriteItem, #"{"RequestItems":{"abc":[]}}"#,
            [
                "Value '{abc=…}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must "
                    + "have length less than or equal to 25, Member must have length greater than or equal to 1]"
            ])
        expect(
            .batchWriteItem, "{}",
            ["Value null at 'requestItems' failed to satisfy constraint: Member must not be null"])
    }

    static let emptyName =
        "at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1"
    static let choices =
        "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
    static let capacity =
        "Value 'x' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"

    // Of a write of one item, an empty table name is reported alone, and of an update ReturnValues that are not valid.
    @Test
    func toldAlone() {
        let name =
            "Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1"
        expect(.putItem, #"{"TableName":"","Item":{},"ReturnValues":"x"}"#, [name])
        expect(.deleteItem, #"{"TableName":"","Key":{}}"#, [name])
        expect(.updateItem, #"{"TableName":"","Key":{},"ReturnValues":"x"}"#, [name])
        expect(
            .updateItem, #"{"TableName":"abc","Key":{},"ReturnValues":"x","ReturnConsumedCapacity":"x"}"#,
            [Self.choices])
        expect(
            .putItem, #"{"TableName":"abc","Item":{},"ReturnValues":"x","ReturnConsumedCapacity":"x"}"#,
            [Self.capacity, Self.choices])
    }

    // What lacks a member that must be there is reported in the older way, all of it.
    @Test
    func incomplete() {
        expect(
            .updateItem, #"{"TableName":"","ReturnValues":"x","ReturnConsumedCapacity":"x"}"#,
            [
                Self.capacity, "Value '' \(Self.emptyName)",
                "Value 'x' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
                "Value null at 'key' failed to satisfy constraint: Member must not be null",
            ])
    }

    // Batches without requests, and with too few or too many keys.
    @Test
    func batches() {
        expect(
            .batchGetItem, #"{"RequestItems":{}}"#,
            ["Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1"]
        )
        expect(
            .batchGetItem, #"{"RequestItems":{"abc":{"Keys":[]}}}"#,
            [
                "Value at 'RequestItems.abc.member.Keys' failed to satisfy constraint: Member must have length greater than or "
                    + "equal to 1"
            ])
        #expect(throws: Never.self) { try DynamoRequest(.batchWriteItem, json: Array(#"{"RequestItems":{}}"#.utf8)) }
    }

    // The service stops at ten.
    @Test
    func atMostTen() {
        let elements = Array(repeating: "{}", count: 20).joined(separator: ",")
        let json = "{\"TableName\":\"abc\",\"AttributeDefinitions\":[\(elements)]}"
        let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(.createTable, json: Array(json.utf8)) }
        #expect(error?.message.hasPrefix("10 validation errors detected: ") == true)
    }

    // The table operations ask for the name before all else; what is wrong with it is reported as of any other value.
    @Test
    func tableNames() {
        for operation in [DynamoOperation.createTable, .describeTable, .updateTable, .deleteTable] {
            let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(operation, json: Array("{}".utf8)) }
            #expect(
                error == .validation("The parameter 'TableName' is required but was not present in the request"))
            expect(
                operation, "{\"TableName\":\"ab\"}",
                [
                    "Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal "
                        + "to 3"
                ])
        }
        expect(
            .describeTable, "{\"TableName\":\"abc;\"}",
            [
                "Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + "[a-zA-Z0-9_.-]+"
            ])
    }

    // A table can be named by its ARN, which stands for the name in it.
    @Test
    func arns() throws {
        let json = #"{"TableName":"arn:aws:dynamodb:us-east-1:123456789012:table/Lexi"}"#
        #expect(try DynamoRequest(.describeTable, json: Array(json.utf8)) == .describeTable(tableName: "Lexi"))
    }
}
