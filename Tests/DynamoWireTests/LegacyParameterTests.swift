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

    // Each action has its clause; ADD of a list appends to it.
    @Test
    func attributeUpdates() throws {
        let request = try update(
            #""AttributeUpdates":{"a":{"Value":{"S":"x"}},"b":{"Action":"ADD","Value":{"N":"1"}},"c":{"Action":"DELETE"},"#
                + #"""#
                + #"d":{"Action":"DELETE","Value":{"SS":["x"]}},"e":{"Action":"ADD","Value":{"L":[{"S":"x"}]}}}"#)
        #expect(
            request?.updateExpression
                == "SET #l_0 = :l_1, #l_7 = list_append(if_not_exists(#l_7, :l_8), :l_9) ADD #l_2 :l_3 REMOVE #l_4 "
                + "DELETE #l_5 :l_6")
        #expect(request?.parameters.names == ["#l_0": "a", "#l_2": "b", "#l_4": "c", "#l_5": "d", "#l_7": "e"])
        #expect(request?.parameters.values?[":l_9"] == .l(["x"]))
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
            request?.conditionExpression
                == "#l_0 = :l_1 OR attribute_not_exists(#l_2) OR #l_3 BETWEEN :l_4 AND :l_5 OR "
                + "(attribute_exists(#l_6) AND NOT contains(#l_6, :l_7))")
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
        #expect(request.keyConditionExpression == "#l_0 = :l_1")
        #expect(request.filterExpression == "attribute_exists(b)")
        let error = #expect(throws: DynamoDBError.self) {
            try DynamoRequest(.query, json: Array(#"{"TableName":"abc"}"#.utf8))
        }
        #expect(
            error?.message
                == "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    }

    // Placeholders of a request that look like the lowering's own keep their meaning.
    @Test
    func placeholdersStayApart() throws {
        let json =
            ##"{"TableName":"abc","KeyConditions":{"k":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"1"}]}},"##
            + ##""FilterExpression":"#l_0 = :l__1","ExpressionAttributeNames":{"#l_0":"a"},"##
            + ##""ExpressionAttributeValues":{":l__1":{"S":"x"}}}"##
        guard case .query(let request) = try DynamoRequest(.query, json: Array(json.utf8)) else { return }
        #expect(request.keyConditionExpression == "#l___0 = :l___1")
        #expect(request.parameters.names == ["#l_0": "a", "#l___0": "k"])
        #expect(request.parameters.values == [":l__1": "x", ":l___1": "1"])
    }

    // Expressions that were made of legacy parameters have no limits of text; the request's own have.
    @Test
    func legacyExpressionsAreMarked() throws {
        let updates = (0..<1000).map { #""attribute\#($0)":{"Value":{"N":"1"}}"# }.joined(separator: ",")
        let request = try update("\"AttributeUpdates\":{\(updates)}")
        #expect(request?.parameters.legacyExpressions == ["UpdateExpression"])
        let json =
            #"{"TableName":"abc","KeyConditions":{"a":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"x"}]}},"#
            + #""FilterExpression":"b = :b","ExpressionAttributeValues":{":b":{"S":"x"}}}"#
        guard case .query(let query) = try DynamoRequest(.query, json: Array(json.utf8)) else {
            Issue.record("a query was sent")
            return
        }
        #expect(query.parameters.legacyExpressions == ["KeyConditionExpression"])
    }

    // The bounds of a legacy BETWEEN have a message of their own.
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
