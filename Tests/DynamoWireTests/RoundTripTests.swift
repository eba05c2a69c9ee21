import DynamoModel
import DynamoWire
import Testing

/// What is written is read back as it was: requests as a client sends them, answers as a service does.
struct RoundTripTests {
    static let item: Item = ["pk": "a", "n": .int(-12), "m": ["l": ["x", true, .null], "b": .b([0, 255])]]
    static let names = ["#a": "name"]
    static let values: [String: AttributeValue] = [":v": "x", ":n": 1]
    static let parameters = ExpressionParameters(names: names, values: values)
    static let index = SecondaryIndex(
        indexName: "index", keySchema: [KeySchemaElement("a", .hash), KeySchemaElement("b", .range)],
        projection: .include(["c"]),
        provisionedThroughput: ProvisionedThroughput(readCapacityUnits: 1, writeCapacityUnits: 2))

    private static let backupArn =
        "arn:aws:dynamodb:us-east-1:000000000000:table/abc/backup/01489602797149-73d8d5bc"

    static let requests: [DynamoRequest] = [
        .getItem(
            GetItemRequest(
                tableName: "abc", key: ["pk": "a"], consistentRead: true, projectionExpression: "#a",
                parameters: ExpressionParameters(names: names), returnConsumedCapacity: .indexes)),
        .putItem(
            PutItemRequest(
                tableName: "abc", item: item, conditionExpression: "#a = :v AND :n = :n", parameters: parameters,
                returnValues: .allOld, returnValuesOnConditionCheckFailure: .allOld, returnConsumedCapacity: .total,
                returnItemCollectionMetrics: .size)),
        .updateItem(
            UpdateItemRequest(
                tableName: "abc", key: ["pk": "a"], updateExpression: "SET #a = :v", conditionExpression: "a = :n",
                parameters: parameters, returnValues: .updatedNew)),
        .deleteItem(DeleteItemRequest(tableName: "abc", key: ["pk": "a"])),
        .query(
            QueryRequest(
                tableName: "abc", indexName: "index", keyConditionExpression: "pk = :v", filterExpression: "#a = :n",
                projectionExpression: "a", parameters: parameters, select: .specificAttributes, scanIndexForward: false,
                limit: 7,
                exclusiveStartKey: ["pk": "a"], consistentRead: true)),
        .scan(ScanRequest(tableName: "abc", select: .count, limit: 1, segment: 0, totalSegments: 4)),
        .batchGetItem(
            BatchGetItemRequest(
                requestItems: [
                    "abc": KeysAndAttributes(
                        keys: [["pk": "a"], ["pk": "b"]], consistentRead: true, projectionExpression: "#a",
                        expressionAttributeNames: names)
                ])),
        .batchWriteItem(
            BatchWriteItemRequest(requestItems: [
                "abc": [.put(item: item), .delete(key: ["pk": "b"])], "bcd": [.put(item: item)],
            ])),
        .transactGetItems(
            TransactGetItemsRequest(transactItems: [
                TransactGet(
                    tableName: "abc", key: ["pk": "a"], projectionExpression: "#a", expressionAttributeNames: names),
                TransactGet(tableName: "bcd", key: ["pk": "a"]),
            ])),
        .transactWriteItems(
            TransactWriteItemsRequest(
                transactItems: [
                    TransactWrite(
                        tableName: "abc", .put(item: item), conditionExpression: "a = :v", parameters: parameters),
                    TransactWrite(
                        tableName: "abc", .update(key: ["pk": "b"], updateExpression: "SET a = :v"),
                        parameters: parameters),
                    TransactWrite(tableName: "abc", .delete(key: ["pk": "c"])),
                    TransactWrite(
                        tableName: "abc", .conditionCheck(key: ["pk": "d"]), conditionExpression: "attribute_exists(a)",
                        returnValuesOnConditionCheckFailure: .allOld),
                ], clientRequestToken: "token")),
        .createTable(
            CreateTableRequest(
                tableName: "abc", attributeDefinitions: [AttributeDefinition("a", .s), AttributeDefinition("b", .n)],
                keySchema: [KeySchemaElement("a", .hash), KeySchemaElement("b", .range)],
                localSecondaryIndexes: [index],
                globalSecondaryIndexes: [index], billingMode: .provisioned,
                provisionedThroughput: ProvisionedThroughput(readCapacityUnits: 1, writeCapacityUnits: 2),
                streamViewType: .newAndOldImages, deletionProtectionEnabled: true, tags: [Tag(key: "a", value: "b")],
                onDemandThroughput: OnDemandThroughput(maxReadRequestUnits: 3),
                warmThroughput: WarmThroughput(readUnitsPerSecond: 4, writeUnitsPerSecond: 5),
                tableClass: .standardInfrequentAccess,
                sseSpecification: SSESpecification(isEnabled: true, type: "KMS", kmsMasterKeyId: "k"))),
        .updateTable(
            UpdateTableRequest(
                tableName: "abc", attributeDefinitions: [AttributeDefinition("a", .b)], billingMode: .payPerRequest,
                globalSecondaryIndexUpdates: [
                    .create(index), .delete(indexName: "index2"),
                    .update(indexName: "index3", ProvisionedThroughput(readCapacityUnits: 3, writeCapacityUnits: 4)),
                ], streamViewType: .some(nil), deletionProtectionEnabled: false)),
        .describeTable(tableName: "abc"), .deleteTable(tableName: "abc"), .describeTimeToLive(tableName: "abc"),
        .listTables(exclusiveStartTableName: "abc", limit: 5), .listTables(exclusiveStartTableName: nil, limit: nil),
        .updateTimeToLive(tableName: "abc", TimeToLive(attributeName: "ttl", isEnabled: true)),
        .tagResource(arn: "arn:x", tags: [Tag(key: "a", value: "")]), .untagResource(arn: "arn:x", tagKeys: ["a"]),
        .listTagsOfResource(arn: "arn:x"), .describeLimits, .describeEndpoints,
        .backup(.describeContinuous(tableName: "abc")), .backup(.create(tableName: "abc", backupName: "one")),
        .backup(.describe(arn: backupArn)), .backup(.delete(arn: backupArn)), .backup(.list(ListBackupsRequest())),
        .backup(
            .list(
                ListBackupsRequest(
                    tableName: "abc", limit: 3, from: 1.5, before: 2, exclusiveStartBackupArn: backupArn, kind: .all))),
        .backup(.updateContinuous(tableName: "abc", isEnabled: true, days: 3)),
        .backup(
            .restore(
                arn: backupArn,
                RestoreTarget(
                    tableName: "def", billingMode: .provisioned, globalSecondaryIndexes: [index],
                    localSecondaryIndexes: [],
                    provisionedThroughput: ProvisionedThroughput(readCapacityUnits: 3, writeCapacityUnits: 4),
                    onDemandThroughput: OnDemandThroughput(maxWriteRequestUnits: 9),
                    sseSpecification: SSESpecification(isEnabled: true, type: "KMS", kmsMasterKeyId: "k")))),
        .backup(
            .restoreToPointInTime(
                PointInTime(sourceTableName: "abc", restoreDateTime: 1.25), RestoreTarget(tableName: "def"))),
        .backup(
            .restoreToPointInTime(
                PointInTime(sourceTableArn: "arn:x", usesLatestRestorableTime: true), RestoreTarget(tableName: "def"))),
    ]

    @Test(arguments: requests)
    func request(_ request: DynamoRequest) throws {
        #expect(try DynamoRequest(request.operation, json: request.json) == request)
    }

    private static let capacity = ConsumedCapacity(
        tableName: "abc", table: CapacityUnits(read: 0.5), localIndexes: ["l": CapacityUnits(read: 1)],
        globalIndexes: ["g": CapacityUnits(read: 2)])
    private static let description = TableDescription(
        tableName: "abc", tableStatus: .updating, tableId: "id", tableArn: "arn:x", creationDateTime: 1_700_000_000.25,
        attributeDefinitions: [AttributeDefinition("a", .s)], keySchema: [KeySchemaElement("a", .hash)],
        globalSecondaryIndexes: [
            SecondaryIndexDescription(
                index: index, indexStatus: .creating, backfilling: true, itemCount: 3, indexSizeBytes: 4,
                indexArn: "arn:i")
        ], billingMode: .payPerRequest, lastUpdateToPayPerRequest: 1_700_000_000, streamViewType: .keysOnly,
        latestStreamLabel: "label", deletionProtectionEnabled: true, itemCount: 7, tableSizeBytes: 8,
        throughputChanges: ThroughputChanges(lastIncrease: 1, lastDecrease: 2, decreasesToday: 3),
        onDemandThroughput: OnDemandThroughput(maxWriteRequestUnits: 9),
        warmThroughput: WarmThroughput(readUnitsPerSecond: 10, writeUnitsPerSecond: 11), isWarming: true,
        tableClass: TableClassSummary(tableClass: .standard, lastUpdate: 12), kmsMasterKeyArn: "arn:k")

    static let responses: [(DynamoRequest, DynamoResponse)] = [
        (requests[0], .getItem(GetItemResponse(item: item, consumedCapacity: capacity))),
        (requests[0], .getItem(GetItemResponse())),
        (requests[3], .deleteItem(WriteItemResponse(attributes: item))),
        (
            requests[4],
            .query(PageResponse(items: [item, item], count: 2, scannedCount: 5, lastEvaluatedKey: ["pk": "a"]))
        ),
        (requests[5], .scan(PageResponse(count: 3, scannedCount: 4))),
        (
            requests[6],
            .batchGetItem(
                BatchGetItemResponse(
                    responses: ["abc": [item]], unprocessedKeys: ["abc": KeysAndAttributes(keys: [["pk": "b"]])]))
        ),
        (
            requests[7],
            .batchWriteItem(BatchWriteItemResponse(unprocessedItems: ["abc": [.delete(key: ["pk": "a"])]]))
        ),
        (requests[8], .transactGetItems(TransactGetItemsResponse(items: [item, nil]))),
        (requests[9], .transactWriteItems(TransactWriteItemsResponse())),
        (requests[10], .createTable(description)), (requests[12], .describeTable(description)),
        (requests[15], .listTables(ListTablesResponse(tableNames: ["a", "b"], lastEvaluatedTableName: "b"))),
        (requests[17], .updateTimeToLive(TimeToLive(attributeName: "ttl", isEnabled: true))),
        (requests[14], .describeTimeToLive(TimeToLive(attributeName: "ttl", isEnabled: true))),
        (requests[20], .listTagsOfResource([Tag(key: "a", value: "b")])),
        (.describeLimits, .describeLimits(AccountLimits())),
        (.describeEndpoints, .describeEndpoints(address: "localhost:1")),
    ]

    @Test(arguments: responses)
    func response(_ request: DynamoRequest, _ response: DynamoResponse) throws {
        let json = response.json(answering: request)
        #expect(try DynamoResponse(request.operation, json: json) == response)
    }

    // Capacity is reported only as far as it was asked for; of transactions, reads and writes apart.
    @Test
    func capacityForms() {
        func json(_ detail: ReturnConsumedCapacity) -> String {
            let request = DynamoRequest.getItem(
                GetItemRequest(tableName: "abc", key: ["pk": "a"], returnConsumedCapacity: detail))
            let response = DynamoResponse.getItem(GetItemResponse(consumedCapacity: Self.capacity))
            return String(decoding: response.json(answering: request), as: UTF8.self)
        }
        #expect(json(.none) == "{}")
        #expect(json(.total) == #"{"ConsumedCapacity":{"TableName":"abc","CapacityUnits":3.5}}"#)
        #expect(
            json(.indexes)
                == #"{"ConsumedCapacity":{"TableName":"abc","CapacityUnits":3.5,"Table":{"CapacityUnits":0.5},"#
                + #""LocalSecondaryIndexes":{"l":{"CapacityUnits":1.0}},"GlobalSecondaryIndexes":{"g":{"CapacityUnits":2.0}}}}"#
        )
        let request = DynamoRequest.transactWriteItems(
            TransactWriteItemsRequest(transactItems: [], returnConsumedCapacity: .total))
        let capacity = ConsumedCapacity(tableName: "abc", table: CapacityUnits(write: 2))
        let response = DynamoResponse.transactWriteItems(TransactWriteItemsResponse(consumedCapacity: [capacity]))
        #expect(
            String(decoding: response.json(answering: request), as: UTF8.self)
                == #"{"ConsumedCapacity":[{"TableName":"abc","CapacityUnits":2.0,"WriteCapacityUnits":2.0}]}"#)
    }

    // Errors keep their type, message, item and reasons.
    @Test
    func errors() {
        let cancelled = DynamoDBError.transactionCanceled([
            .conditionalCheckFailed(item: Self.item), .none, CancellationReason(.validationError, message: "m"),
        ])
        for error in [cancelled, .conditionalCheckFailed(item: Self.item), .validation("x"), .resourceNotFound] {
            #expect(DynamoDBError(json: error.json, status: error.httpStatus) == error)
        }
        #expect(
            String(decoding: DynamoDBError.validation("x").json, as: UTF8.self)
                == #"{"__type":"com.amazon.coral.validate#ValidationException","message":"x"}"#)
        #expect(DynamoDBError(json: Array("<html>".utf8), status: 503).code == .serviceUnavailable)
        #expect(DynamoDBError(json: [], status: 500).code == .internalServerError)
        #expect(DynamoDBError(json: Array(#"{"__type":"a#Strange"}"#.utf8), status: 400).message.contains("Strange"))
    }

    // An answer that is not what the operation answers is refused, not taken for an empty one.
    @Test
    func strangeAnswers() {
        for (operation, json) in [
            (DynamoOperation.query, "{}"), (.describeTable, "{}"), (.getItem, #"{"Item":{"a":5}}"#),
            (.getItem, "<html>"),
            (.scan, #"{"Count":1,"ScannedCount":1,"Items":[5]}"#),
        ] {
            #expect(throws: DynamoDBError.self) { try DynamoResponse(operation, json: Array(json.utf8)) }
        }
    }
}
