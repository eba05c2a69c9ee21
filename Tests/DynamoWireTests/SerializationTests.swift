import DynamoModel
import DynamoWire
import Testing

/// Values of a wrong type: `SerializationException` with the service's messages, before any other check.
struct SerializationTests {
    static let cases: [(DynamoOperation, String, String)] = [
        (.scan, #"{"TableName":"t","IndexName":5}"#, "NUMBER_VALUE cannot be converted to String"),
        (.scan, #"{"TableName":"t","IndexName":5.5}"#, "DECIMAL_VALUE cannot be converted to String"),
        (.scan, #"{"TableName":"t","IndexName":1e3}"#, "DECIMAL_VALUE cannot be converted to String"),
        (.scan, #"{"TableName":"t","IndexName":true}"#, "TRUE_VALUE cannot be converted to String"),
        (.scan, #"{"TableName":"t","IndexName":{}}"#, "Start of structure or map found where not expected"),
        (.scan, #"{"TableName":"t","IndexName":[]}"#, "Unrecognized collection type class java.lang.String"),
        (.scan, #"{"TableName":"t","Limit":"5"}"#, "STRING_VALUE cannot be converted to Integer"),
        (.scan, #"{"TableName":"t","Limit":false}"#, "FALSE_VALUE cannot be converted to Integer"),
        (.scan, #"{"TableName":"t","ConsistentRead":"abc"}"#, "Unexpected token received from parser"),
        (.scan, #"{"TableName":"t","ConsistentRead":0}"#, "NUMBER_VALUE cannot be converted to Boolean"),
        (.scan, #"{"TableName":"t","AttributesToGet":"a"}"#, "Unexpected field type"),
        (.scan, #"{"TableName":"t","AttributesToGet":{}}"#, "Start of structure or map found where not expected"),
        (.scan, #"{"TableName":"t","ExpressionAttributeNames":5}"#, "Unexpected field type"),
        (.putItem, #"{"TableName":"t","Item":{"a":5}}"#, "Unexpected value type in payload"),
        (
            .putItem, #"{"TableName":"t","Item":[]}"#,
            "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>"
        ),
        (.putItem, #"{"TableName":"t","Item":{"a":{"S":1}}}"#, "NUMBER_VALUE cannot be converted to String"),
        (.putItem, #"{"TableName":"t","Item":{"a":{"B":5}}}"#, "only base-64-encoded strings are convertible to bytes"),
        (
            .putItem, #"{"TableName":"t","Item":{"a":{"B":"23456"}}}"#,
            "Base64 encoded length is expected a multiple of 4 bytes but found: 5"
        ),
        (
            .putItem, #"{"TableName":"t","Item":{"a":{"L":[{"M":{"b":{"BS":["+/+="]}}}]}}}"#,
            "Invalid last non-pad Base64 character dectected"
        ),
        (.putItem, #"{"TableName":"t","Item":{"a":{"L":{}}}}"#, "Start of structure or map found where not expected"),
        (
            .updateTable,
            #"{"TableName":"tab","ProvisionedThroughput":{"ReadCapacityUnits":"5","WriteCapacityUnits":5}}"#,
            "STRING_VALUE cannot be converted to Long"
        ),
        (.updateTable, #"{"TableName":"t","ProvisionedThroughput":"a"}"#, "Unexpected field type"),
        (.updateTable, #"{"TableName":"t","GlobalSecondaryIndexUpdates":["a"]}"#, "Unexpected value type in payload"),
        (.getItem, "[]", "Unexpected value type in payload"),
    ]

    @Test(arguments: cases)
    func wrongType(_ operation: DynamoOperation, _ json: String, _ message: String) {
        let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(operation, json: Array(json.utf8)) }
        #expect(error == DynamoDBError(.serialization, message))
    }

    // Of two wrong members the first in the body counts.
    @Test
    func order() {
        for (json, message) in [
            (#"{"TableName":"t","Limit":"5","IndexName":5}"#, "STRING_VALUE cannot be converted to Integer"),
            (#"{"TableName":"t","IndexName":5,"Limit":"5"}"#, "NUMBER_VALUE cannot be converted to String"),
        ] {
            let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(.scan, json: Array(json.utf8)) }
            #expect(error?.message == message)
        }
    }

    // What is not JSON is reported with the place; nothing of it crashes.
    @Test(arguments: [
        "", "{", "{\"TableName\":\"a", "{}x", "{\"a\":1,\"a\":2}", "nul", "{\"TableName\":\"\\ud800\"}", "\u{feff}{}",
        "{\"Key\":" + String(repeating: "[", count: 100_000),
    ])
    func malformed(_ json: String) {
        let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(.getItem, json: Array(json.utf8)) }
        #expect(error?.code == .serialization)
    }

    @Test
    func notUTF8() {
        let json = Array("{\"TableName\":\"".utf8) + [0xff, 0xfe] + Array("\"}".utf8)
        let error = #expect(throws: DynamoDBError.self) { try DynamoRequest(.describeTable, json: json) }
        #expect(error?.code == .serialization)
    }

    // `null` is as good as absent, unknown members are ignored, fractions of integers are cut off, truth may be a word.
    @Test
    func tolerance() throws {
        let json = #"{"TableName":"tab","IndexName":null,"Limit":5.9,"ConsistentRead":"TRUE","Unknown":5}"#
        let request = try DynamoRequest(.scan, json: Array(json.utf8))
        #expect(request == .scan(ScanRequest(tableName: "tab", limit: 5, consistentRead: true)))
    }
}
