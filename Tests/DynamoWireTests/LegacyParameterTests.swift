import DynamoModel
import DynamoWire
import Testing

/// The legacy parameters become expressions; what breaks their rules is refused in the service's words.
struct LegacyParameterTests {
    private func update(_ members: String) throws -> UpdateItemRequest? {
        let json = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}},\(members)}"
        guard case .updateItem(let request) = try DynamoRequest(.updateItem, json: Array(json.utf8)) else { return nil }
        return request
    }

    private func printed(
        _ expression: Expression?, _ parameters: ExpressionParameters = ExpressionParameters()
    ) -> (text: String?, parameters: ExpressionParameters) {
        var printer = ExpressionPrinter(parameters)
        let text = printer.text(expression)
        return (text, printer.parameters)
    }

    // Each action has its clause; ADD of a list appends to it.
    @Test
    func attributeUpdates() throws {
        let request = try update(
            #""AttributeUpdates":{"a":{"Value":{"S":"x"}},"b":{"Action":"ADD","Value":{"N":"1"}},"c":{"Action":"DELETE"},"#
                + #"""#
                + #"d":{"Action":"DELETE","Value":{"SS":["x"]}},"e":{"Action":"ADD","Value":{"L":[{"S":"x"}]}}}"#)
        #expect(request?.updateExpression?.legacyParameter == "AttributeUpdates")
        let (text, parameters) = printed(request?.updateExpression)
        #expect(
            text
                == "SET #t_0 = :t_1, #t_2 = list_append(if_not_exists(#t_2, :t_3), :t_4) REMOVE #t_5 ADD #t_6 :t_7 "
                + "DELETE #t_8 :t_9")
        #expect(parameters.names == ["#t_0": "a", "#t_2": "e", "#t_5": "c", "#t_6": "b", "#t_8": "d"])
        #expect(parameters.values?[":t_4"] == .l(["x"]))
        #expect(request?.parameters == ExpressionParameters())
    }

    // Both forms of `Expected` say the same, and the operator joins them.
    @Test
    func expected() throws {
        let request = try update(
            #""Expected":{"a":{"Value":{"N":"1"}},"b":{"Exists":false},"c":{"ComparisonOperator":"BETWEEN","AttributeValueList":["#
                + #"{"N":"1"},{"N":"2"}]},"d":{"ComparisonOperator":"NOT_CONTAINS","AttributeValueList":[{"S":"x"}]}},"#
                + #"""#
                + #"ConditionalOperator":"OR""#)
        #expect(
            printed(request?.conditionExpression).text
                == "#t_0 = :t_1 OR attribute_not_exists(#t_2) OR #t_3 BETWEEN :t_4 AND :t_5 OR "
                + "(attribute_exists(#t_6) AND NOT contains(#t_6, :t_7))")
    }

    static let refused: [(String, String)] = [
        (
            #""AttributeUpdates":{"a":{"Action":"PUT"}}"#,
            "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified"
        ),
        (
            #""AttributeUpdates":{"a":{"Action":"ADD","Value":{"S":"x"}}}"#,
            "One or more parameter values were invalid: ADD action is not supported for the type S"
        ),
        (
            #""AttributeUpdates":{"a":{"Action":"DELETE","Value":{"N":"1"}}}"#,
            "One or more parameter values were invalid: DELETE action with value is not supported for the type N"
        ),
        (
            #""Expected":{"a":{"ComparisonOperator":"EQ","Exists":true}}"#,
            "One or more parameter values were invalid: Exists and ComparisonOperator cannot be used together for Attribute: a"
        ),
        (
            #""Expected":{"a":{"Exists":true}}"#,
            "One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a"
        ),
        (
            #""Expected":{"a":{}}"#,
            "One or more parameter values were invalid: Value must be provided when Exists is null for Attribute: a"
        ),
        (
            #""Expected":{"a":{"ComparisonOperator":"EQ"}}"#,
            "One or more parameter values were invalid: Value or AttributeValueList must be used with ComparisonOperator: EQ for "
                + "Attribute: a"
        ),
        (
            #""Expected":{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"1"}]}}"#,
            "One or more parameter values were invalid: Invalid number of argument(s) for the BETWEEN ComparisonOperator"
        ),
        (
            #""Expected":{"a":{"ComparisonOperator":"LT","AttributeValueList":[{"SS":["a"]}]}}"#,
            "One or more parameter values were invalid: ComparisonOperator LT is not valid for SS AttributeValue type"
        ),
        (
            #""Expected":{"a":{"Exists":false}},"ConditionalOperator":"AND""#,
            "One or more parameter values were invalid: ConditionalOperator can only be used when Filter or Expected has two or "
                + "more elements"
        ),
        (
            #""Expected":{"a":{"Exists":false}},"UpdateExpression":"SET a = b""#,
            "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "
                + "{Expected} Expression parameters: {UpdateExpression}"
        ),
        (
            ##""AttributeUpdates":{},"ExpressionAttributeNames":{"#a":"a"}"##,
            "ExpressionAttributeNames can only be specified when using expressions"
        ),
        (
            #""ExpressionAttributeValues":{":a":{"S":"a"}}"#,
            "ExpressionAttributeValues can only be specified when using expressions"
        ),
        (#""UpdateExpression":"x","ExpressionAttributeNames":{}"#, "ExpressionAttributeNames must not be empty"),
        (
            #""UpdateExpression":"x","ExpressionAttributeNames":{"a":"a"}"#,
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""
        ),
        (
            #""UpdateExpression":"x","ExpressionAttributeValues":{":a":{"N":"x"}}"#,
            "The parameter cannot be converted to a numeric value: x"
        ),
    ]

    @Test(arguments: refused)
    func rules(_ members: String, _ message: String) {
        let error = #expect(throws: DynamoDBError.self) { try update(members) }
        #expect(error == .validation("1 validation error detected: " + message))
    }

    // Legacy key conditions go with a filter expression; without any key condition the request is refused.
    @Test
    func queries() throws {
        let condition = #"{"k":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"1"}]}}"#
        let json = #"{"TableName":"abc","KeyConditions":"# + condition + #","FilterExpression":"attribute_exists(b)"}"#
        guard case .query(let request) = try DynamoRequest(.query, json: Array(json.utf8)) else { return }
        #expect(printed(request.keyConditionExpression).text == "#t_0 = :t_1")
        #expect(request.filterExpression == "attribute_exists(b)")
        let error = #expect(throws: DynamoDBError.self) {
            try DynamoRequest(.query, json: Array(#"{"TableName":"abc"}"#.utf8))
        }
        #expect(
            error?.message
                == "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    }

    // A request with trees goes over the wire as text; placeholders of the request that look like the printer's own
    // keep their meaning.
    @Test
    func placeholdersStayApart() throws {
        let json =
            ##"{"TableName":"abc","KeyConditions":{"k":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"1"}]}},"##
            + ##""FilterExpression":"#t_0 = :t__1","ExpressionAttributeNames":{"#t_0":"a"},"##
            + ##""ExpressionAttributeValues":{":t__1":{"S":"x"}}}"##
        guard case .query(let request) = try DynamoRequest(.query, json: Array(json.utf8)) else { return }
        #expect(request.keyConditionExpression?.legacyParameter == "KeyConditions")
        #expect(request.parameters == ExpressionParameters(names: ["#t_0": "a"], values: [":t__1": "x"]))
        guard case .query(let sent) = try DynamoRequest(.query, json: DynamoRequest.query(request).json) else { return }
        #expect(sent.keyConditionExpression == "#t___0 = :t___1")
        #expect(sent.filterExpression == "#t_0 = :t__1")
        #expect(sent.parameters.names == ["#t_0": "a", "#t___0": "k"])
        #expect(sent.parameters.values == [":t__1": "x", ":t___1": "1"])
    }

    // Every parameter of each form is sent as text that is read back.
    @Test(arguments: [
        (
            DynamoOperation.scan,
            #""AttributesToGet":["a","b"],"ScanFilter":{"a":{"ComparisonOperator":"IN","AttributeValueList":[{"S":"x"},{"S":"y"}]}}"#
        ),
        (.getItem, #""Key":{"k":{"S":"1"}},"AttributesToGet":["a","b"]"#),
        (
            .deleteItem,
            #""Key":{"k":{"S":"1"}},"Expected":{"a":{"ComparisonOperator":"BEGINS_WITH","Value":{"S":"x"}}}"#
        ),
    ])
    func sentAsText(_ operation: DynamoOperation, _ members: String) throws {
        let request = try DynamoRequest(operation, json: Array("{\"TableName\":\"abc\",\(members)}".utf8))
        let sent = try DynamoRequest(operation, json: request.json)
        #expect(sent != request)
        #expect(try DynamoRequest(operation, json: sent.json) == sent)
    }

    // The bounds of a legacy BETWEEN have a separate message.
    @Test
    func boundsOfBetween() {
        #expect(
            throws: DynamoDBError.validation(
                "1 validation error detected: The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"
            )
        ) {
            try update(
                #""Expected":{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"S":"b"},{"S":"a"}]}}"#)
        }
    }

    // In a batch the two forms exclude each other for all tables together.
    @Test
    func formsOfABatch() {
        let json =
            #"{"RequestItems":{"abc":{"Keys":[{"k":{"S":"1"}}],"ProjectionExpression":"k"},"#
            + #""def":{"Keys":[{"k":{"S":"1"}}],"AttributesToGet":["k"]}}}"#
        #expect(
            throws: DynamoDBError.validation(
                "Can not use both expression and non-expression parameters in the same request: Non-expression "
                    + "parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}")
        ) { try DynamoRequest(.batchGetItem, json: Array(json.utf8)) }
    }
}
