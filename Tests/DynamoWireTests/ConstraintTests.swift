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

    // Everything that is wrong is told at once, in the order of the model.
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

    // Places within lists and maps are told by number (from 1) and by key.
    @Test
    func places() {
        expect(
            .query,
            #"{"TableName":"abc","KeyConditions":{"a":{}},"Select":"x"}"#,
            [
                "Value 'x' at 'select' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
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

    // The service stops at ten.
    @Test
    func atMostTen() {
        let elements = Array(repeating: "{}", count: 20).joined(separator: ",")
        let json = "{\"TableName\":\"abc\",\"AttributeDefinitions\":[\(elements)]}"
        let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(.createTable, json: Array(json.utf8)) }
        #expect(error?.message.hasPrefix("10 validation errors detected: ") == true)
    }

    // The table operations ask for the name before all else; what is wrong with it is told as of any other value.
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
