import DynamoModel
import DynamoWire
import JSONText
import Testing

/// Attribute values on the wire: what is taken, what comes back, and the messages for what breaks a rule.
struct AttributeValueWireTests {
    private func put(_ value: String) throws -> AttributeValue? {
        let json = "{\"TableName\":\"abc\",\"Item\":{\"a\":\(value)}}"
        guard case .putItem(let request) = try DynamoRequest(.putItem, json: Array(json.utf8)) else { return nil }
        return request.item["a"]
    }

    // Each type is read and written as DynamoDB writes it: numbers plain, sets in order, bytes as padded Base64.
    @Test(arguments: [
        (#"{"S":"é\u0000"}"#, #"{"S":"é\u0000"}"#), (#"{"N":"+01.50E2"}"#, #"{"N":"150"}"#),
        (#"{"B":"AP8="}"#, #"{"B":"AP8="}"#),
        (#"{"BOOL":false}"#, #"{"BOOL":false}"#), (#"{"NULL":true}"#, #"{"NULL":true}"#),
        (#"{"SS":["b","a",""]}"#, #"{"SS":["","a","b"]}"#), (#"{"NS":["3","-1","20"]}"#, #"{"NS":["-1","3","20"]}"#),
        (#"{"BS":["AQ==","AA=="]}"#, #"{"BS":["AA==","AQ=="]}"#),
        (#"{"L":[{"S":""},{"L":[]}]}"#, #"{"L":[{"S":""},{"L":[]}]}"#),
        (#"{"M":{"b":{"NULL":true},"a":{"M":{}}}}"#, #"{"M":{"a":{"M":{}},"b":{"NULL":true}}}"#),
        (#"{"S":"x","N":null,"Unknown":1}"#, #"{"S":"x"}"#),
    ])
    func types(_ json: String, _ written: String) throws {
        let value = try #require(try put(json))
        var writer = JSONWriter()
        writer.attribute(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == written)
    }

    static let broken: [(String, String)] = [
        ("{}", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
        (#"{"M":{"a":{}}}"#, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
        (
            #"{"S":"a","N":"1"}"#,
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
        ),
        (
            #"{"NULL":false}"#,
            "One or more parameter values were invalid: Null attribute value types must have the value of true"
        ),
        (#"{"SS":[]}"#, "One or more parameter values were invalid: An string set  may not be empty"),
        (#"{"NS":[]}"#, "One or more parameter values were invalid: An number set  may not be empty"),
        (#"{"BS":[]}"#, "One or more parameter values were invalid: Binary sets should not be empty"),
        (
            #"{"SS":["a","a"]}"#,
            #"One or more parameter values were invalid: Input collection ["a", "a"] contains duplicates."#
        ),
        (
            #"{"SS":["b","a","b","0","a"]}"#,
            #"One or more parameter values were invalid: Input collection ["a", "b", "b", "0", "a"] contains duplicates."#
        ),
        (
            #"{"NS":["1","1.0"]}"#,
            "One or more parameter values were invalid: Input collection contains duplicates."
        ),
        (
            #"{"BS":["/w==","AA==","AA=="]}"#,
            #"One or more parameter values were invalid: Input collection ["AA==","/w==","AA=="]of type BS contains duplicates."#
        ),
        (#"{"N":""}"#, "The parameter cannot be converted to a numeric value: "),
        (#"{"N":"b"}"#, "The parameter cannot be converted to a numeric value: b"),
        (#"{"NS":["1",""]}"#, "The parameter cannot be converted to a numeric value: "),
        (#"{"N":"0x10"}"#, "The parameter cannot be converted to a numeric value: 0x10"),
        (#"{"N":" 1"}"#, "The parameter cannot be converted to a numeric value:  1"),
        (
            #"{"N":"123456789012345678901234567890123456789"}"#,
            "Attempting to store more than 38 significant digits in a Number"
        ),
        (#"{"N":"1e126"}"#, "Number overflow. Attempting to store a number with magnitude larger than supported range"),
        (
            #"{"N":"-1e-131"}"#,
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        ),
    ]

    // PutItem counts the fault, as UpdateItem and DeleteItem do; GetItem tells it as it is.
    @Test(arguments: broken)
    func rules(_ json: String, _ message: String) {
        let error = #expect(throws: DynamoDBError.self) { try put(json) }
        #expect(error == .validation("1 validation error detected: " + message))
        let key = "{\"TableName\":\"abc\",\"Key\":{\"a\":\(json)}}"
        #expect(throws: DynamoDBError.validation(message)) { try DynamoRequest(.getItem, json: Array(key.utf8)) }
    }

    static let older: [(String, String)] = [
        (
            #"{"SS":["b","a","b"]}"#,
            "One or more parameter values were invalid: Input collection [b, a, b] contains duplicates."
        ),
        (#"{"NS":["2","1","2"]}"#, "Input collection contains duplicates"),
        (
            #"{"BS":["/w==","AA==","AA=="]}"#,
            "One or more parameter values were invalid: Input collection [/w==, AA==, AA==]of type BS contains duplicates."
        ),
        (#"{"N":""}"#, "The parameter cannot be converted to a numeric value"),
        (#"{"N":"abc"}"#, "The parameter cannot be converted to a numeric value: abc"),
    ]

    // Batches of writes, transactions and Scan have older words, and say in which value of an expression the fault is.
    @Test(arguments: older)
    func olderWords(_ json: String, _ message: String) {
        let requests: [(DynamoOperation, String, String)] = [
            (.batchWriteItem, #"{"RequestItems":{"abc":[{"PutRequest":{"Item":{"a":\#(json)}}}]}}"#, message),
            (.transactGetItems, #"{"TransactItems":[{"Get":{"TableName":"abc","Key":{"a":\#(json)}}}]}"#, message),
            (.transactWriteItems, #"{"TransactItems":[{"Put":{"TableName":"abc","Item":{"a":\#(json)}}}]}"#, message),
            (
                .scan, #"{"TableName":"abc","FilterExpression":"a = :v","ExpressionAttributeValues":{":v":\#(json)}}"#,
                "ExpressionAttributeValues contains invalid value: \(message) for key :v"
            ),
        ]
        for (operation, request, message) in requests {
            #expect(throws: DynamoDBError.validation(message), "\(operation)") {
                try DynamoRequest(operation, json: Array(request.utf8))
            }
        }
    }

    // Composed and decomposed letters are two elements of a set, and two names.
    @Test
    func bytesDecide() throws {
        #expect(throws: Never.self) { try put(#"{"SS":["\u00e9","e\u0301"]}"#) }
        let value = try put(#"{"M":{"\u00e9":{"NULL":true},"e\u0301":{"NULL":true}}}"#)
        #expect(value?.map?.count == 2)
    }

    // 32 levels are read, the innermost value being one; the 33rd is refused, and so is what would exhaust a stack.
    @Test
    func nesting() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "{\"L\":[", count: levels) + "{\"S\":\"x\"}" + String(repeating: "]}", count: levels)
        }
        #expect(try put(nested(31))?.depth == 32)
        for levels in [32, 60] {
            let error = #expect(throws: DynamoDBError.self) { try put(nested(levels)) }
            #expect(error?.code == .validation)
            #expect(error?.message.contains("Nesting Levels have exceeded supported limits") == true)
        }
        let error = #expect(throws: DynamoDBError.self) { try put(nested(5000)) }
        #expect(error?.code == .serialization)
        // What an engine answers can have a level more.
        let answer = try DynamoResponse(.getItem, json: Array("{\"Item\":{\"a\":\(nested(32))}}".utf8))
        #expect(answer == .getItem(GetItemResponse(item: ["a": (0..<32).reduce("x") { inner, _ in [inner] }])))
    }
}
