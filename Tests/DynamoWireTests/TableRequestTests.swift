import DynamoModel
import DynamoWire
import Testing

/// What is refused of requests about tables before the table is checked.
struct TableRequestTests {
    private static let invalid = "One or more parameter values were invalid: "

    private func expect(_ message: String, _ operation: DynamoOperation, _ members: String) {
        let json = #"{"TableName":"abc",\#(members)}"#
        let error = #expect(throws: DynamoDBError.self, "\(members)") {
            try DynamoRequest(operation, json: Array(json.utf8))
        }
        #expect(error == .validation(message))
    }

    // What has no effect here is refused, so that nobody believes in one.
    @Test
    func refused() {
        for (operation, name, value) in [
            (DynamoOperation.createTable, "GlobalTableSettingsReplicationMode", #""ENABLED""#),
            (.updateTable, "ReplicaUpdates", #"[{"Create":{"RegionName":"us-east-1"}}]"#),
            (.updateTable, "MultiRegionConsistency", #""STRONG""#),
            (.updateTable, "GlobalTableWitnessUpdates", #"[{"Create":{"RegionName":"us-east-1"}}]"#),
        ] {
            expect(Self.invalid + "\(name) is not supported by this endpoint", operation, "\"\(name)\":\(value)")
        }
    }

    // An empty list of index changes is as good as none when it is alone, and refused together with something else.
    @Test
    func emptyLists() throws {
        let alone = try DynamoRequest(
            .updateTable, json: Array(#"{"TableName":"abc","GlobalSecondaryIndexUpdates":[]}"#.utf8))
        #expect(alone == .updateTable(UpdateTableRequest(tableName: "abc")))
        expect(
            Self.invalid + "List of GlobalSecondaryIndexUpdates is empty", .updateTable,
            #""GlobalSecondaryIndexUpdates":[],"DeletionProtectionEnabled":true"#)
        for name in ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"] {
            expect(Self.invalid + "List of \(name) is empty", .createTable, "\"\(name)\":[]")
        }
    }

    // One object of index changes says one thing.
    @Test
    func oneActionInAnObject() {
        expect(
            Self.invalid + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                + "GlobalSecondaryIndexUpdate.Delete must not be null", .updateTable,
            #""GlobalSecondaryIndexUpdates":[{}]"#)
        expect(
            Self.invalid + "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object",
            .updateTable,
            #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"one"},"Update":{"IndexName":"one"}}]"#)
    }

    // A stream that is turned on says what it records, one that is off does not.
    @Test
    func streams() {
        for (operation, on, off) in [
            (
                DynamoOperation.createTable, "Table is being created with a stream enabled, UpdateViewType is required",
                "Table is being created with a stream disabled, UpdateViewType should not be specified"
            ),
            (
                .updateTable, "If stream is being enabled then UpdateViewType is required",
                "If stream is being disabled, then UpdateViewType must not be specified"
            ),
        ] {
            expect(Self.invalid + on, operation, #""StreamSpecification":{"StreamEnabled":true}"#)
            expect(
                Self.invalid + off, operation,
                #""StreamSpecification":{"StreamEnabled":false,"StreamViewType":"NEW_IMAGE"}"#)
        }
    }

    // An element of a write transaction is one action.
    @Test
    func actionsOfATransaction() {
        for (element, message) in [
            ("{}", "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request"),
            (
                #"{"Delete":{"TableName":"abc","Key":{}},"Put":{"TableName":"abc","Item":{}}}"#,
                "TransactItems can only contain one of Check, Put, Update or Delete"
            ),
        ] {
            let error = #expect(throws: DynamoDBError.self) {
                try DynamoRequest(.transactWriteItems, json: Array("{\"TransactItems\":[\(element)]}".utf8))
            }
            #expect(error == .validation(message))
        }
    }

    // What is reported of a table that is being removed is short.
    @Test
    func removedTables() {
        let table = TableDescription(
            tableName: "abc", tableStatus: .deleting, tableId: "id", tableArn: "arn", creationDateTime: 1,
            attributeDefinitions: [AttributeDefinition("a", .s)], keySchema: [KeySchemaElement("a", .hash)],
            billingMode: .payPerRequest)
        let json = DynamoResponse.deleteTable(table).json(answering: .deleteTable(tableName: "abc"))
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"TableDescription":{"TableName":"abc","TableStatus":"DELETING","ProvisionedThroughput":"#
                + #"{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0},"TableSizeBytes":0,"#
                + #""ItemCount":0,"TableArn":"arn","TableId":"id","BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},"#
                + #""DeletionProtectionEnabled":false}}"#)
    }

    // Counts that an endpoint tells are never below zero, nor beyond what a number holds.
    @Test(arguments: [("-4000", 0), ("-1e300", 0), ("12", 12), ("1e300", Int.max)])
    func countsOfAnEndpoint(told: String, count: Int) throws {
        let index =
            #"{"IndexName":"i","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},"#
            + #""ItemCount":\#(told),"IndexSizeBytes":\#(told)}"#
        let json =
            #"{"Table":{"TableName":"abc","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"#
            + #""AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],"GlobalSecondaryIndexes":[\#(index)],"#
            + #""ItemCount":\#(told),"TableSizeBytes":\#(told),"ProvisionedThroughput":"#
            + #"{"NumberOfDecreasesToday":\#(told),"ReadCapacityUnits":0,"WriteCapacityUnits":0}}}"#
        guard case .describeTable(let table) = try DynamoResponse(.describeTable, json: Array(json.utf8)) else {
            Issue.record("another answer")
            return
        }
        #expect(table.itemCount == count && table.tableSizeBytes == count)
        #expect(table.throughputChanges.decreasesToday == count)
        let found = try #require(table.globalSecondaryIndexes.first)
        #expect(found.itemCount == count && found.indexSizeBytes == count)
    }
}
