// Written by Tests/Clients/service_model.py from botocore's model of DynamoDB (2012-08-10); do not edit.
// swift-format-ignore-file

extension ServiceModel {
    /// The shape of an operation's request.
    static func input(of operation: DynamoOperation) -> Shape {
        switch operation {
        case .batchExecuteStatement: batchExecuteStatementInput
        case .batchGetItem: batchGetItemInput
        case .batchWriteItem: batchWriteItemInput
        case .createBackup: createBackupInput
        case .createTable: createTableInput
        case .deleteBackup: deleteBackupInput
        case .deleteItem: deleteItemInput
        case .deleteResourcePolicy: deleteResourcePolicyInput
        case .deleteTable: deleteTableInput
        case .describeBackup: describeBackupInput
        case .describeContinuousBackups: describeContinuousBackupsInput
        case .describeContributorInsights: describeContributorInsightsInput
        case .describeEndpoints: describeEndpointsRequest
        case .describeExport: describeExportInput
        case .describeGlobalTable: describeGlobalTableInput
        case .describeGlobalTableSettings: describeGlobalTableSettingsInput
        case .describeImport: describeImportInput
        case .describeKinesisStreamingDestination: describeKinesisStreamingDestinationInput
        case .describeLimits: describeLimitsInput
        case .describeStream: describeStreamInput
        case .describeTable: describeTableInput
        case .describeTableReplicaAutoScaling: describeTableReplicaAutoScalingInput
        case .describeTimeToLive: describeTimeToLiveInput
        case .disableKinesisStreamingDestination: kinesisStreamingDestinationInput
        case .enableKinesisStreamingDestination: kinesisStreamingDestinationInput
        case .executeStatement: executeStatementInput
        case .executeTransaction: executeTransactionInput
        case .exportTableToPointInTime: exportTableToPointInTimeInput
        case .getItem: getItemInput
        case .getRecords: getRecordsInput
        case .getResourcePolicy: getResourcePolicyInput
        case .getShardIterator: getShardIteratorInput
        case .importTable: importTableInput
        case .listBackups: listBackupsInput
        case .listContributorInsights: listContributorInsightsInput
        case .listExports: listExportsInput
        case .listGlobalTables: listGlobalTablesInput
        case .listImports: listImportsInput
        case .listStreams: listStreamsInput
        case .listTables: listTablesInput
        case .listTagsOfResource: listTagsOfResourceInput
        case .putItem: putItemInput
        case .putResourcePolicy: putResourcePolicyInput
        case .query: queryInput
        case .restoreTableFromBackup: restoreTableFromBackupInput
        case .restoreTableToPointInTime: restoreTableToPointInTimeInput
        case .scan: scanInput
        case .tagResource: tagResourceInput
        case .transactGetItems: transactGetItemsInput
        case .transactWriteItems: transactWriteItemsInput
        case .untagResource: untagResourceInput
        case .updateContinuousBackups: updateContinuousBackupsInput
        case .updateContributorInsights: updateContributorInsightsInput
        case .updateItem: updateItemInput
        case .updateKinesisStreamingDestination: updateKinesisStreamingDestinationInput
        case .updateTable: updateTableInput
        case .updateTimeToLive: updateTimeToLiveInput
        }
    }

    static let approximateCreationDateTimePrecision = Shape.string(values: ["MILLISECOND", "MICROSECOND"])
    static let attributeAction = Shape.string(values: ["ADD", "PUT", "DELETE"])
    static let attributeDefinition = Shape.structure("AttributeDefinition", [
        .init("AttributeName", keySchemaAttributeName, required: true),
        .init("AttributeType", scalarAttributeType, required: true),
    ])
    static let attributeDefinitions = Shape.list(attributeDefinition)
    static let attributeName = Shape.string()
    static let attributeNameList = Shape.list(attributeName, min: 1)
    static let attributeUpdates = Shape.map(attributeName, attributeValueUpdate)
    static let attributeValueList = Shape.list(attributeValue)
    static let attributeValueUpdate = Shape.structure("AttributeValueUpdate", [
        .init("Value", attributeValue),
        .init("Action", attributeAction),
    ])
    static let backupArn = Shape.string(min: 37, max: 1024)
    static let backupName = Shape.string(min: 3, max: 255, pattern: .names)
    static let backupTypeFilter = Shape.string(values: ["USER", "SYSTEM", "AWS_BACKUP", "ALL"])
    static let backupsInputLimit = Shape.integer(min: 1, max: 100)
    static let batchExecuteStatementInput = Shape.structure("BatchExecuteStatementInput", [
        .init("Statements", partiQLBatchRequest, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    static let batchGetItemInput = Shape.structure("BatchGetItemInput", [
        .init("RequestItems", batchGetRequestMap, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    static let batchGetRequestMap = Shape.map(tableArn, keysAndAttributes, min: 1, max: 100)
    static let batchStatementRequest = Shape.structure("BatchStatementRequest", [
        .init("Statement", partiQLStatement, required: true),
        .init("Parameters", preparedStatementParameters),
        .init("ConsistentRead", consistentRead),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let batchWriteItemInput = Shape.structure("BatchWriteItemInput", [
        .init("RequestItems", batchWriteItemRequestMap, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
    ])
    static let batchWriteItemRequestMap = Shape.map(tableArn, writeRequests, min: 1)
    static let billingMode = Shape.string(values: ["PROVISIONED", "PAY_PER_REQUEST"])
    static let booleanObject = Shape.boolean
    static let clientRequestToken = Shape.string(min: 1, max: 36)
    static let clientToken = Shape.string(pattern: .token)
    static let comparisonOperator = Shape.string(values: ["IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE", "CONTAINS"])
    static let condition = Shape.structure("Condition", [
        .init("AttributeValueList", attributeValueList),
        .init("ComparisonOperator", comparisonOperator, required: true),
    ])
    static let conditionCheck = Shape.structure("ConditionCheck", [
        .init("Key", key, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression, required: true),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let conditionExpression = Shape.string()
    static let conditionalOperator = Shape.string(values: ["OR", "AND"])
    static let confirmRemoveSelfResourceAccess = Shape.boolean
    static let consistentRead = Shape.boolean
    static let contributorInsightsAction = Shape.string(values: ["ENABLE", "DISABLE"])
    static let contributorInsightsMode = Shape.string(values: ["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"])
    static let createBackupInput = Shape.structure("CreateBackupInput", [
        .init("TableName", tableArn, required: true),
        .init("BackupName", backupName, required: true),
    ])
    static let createGlobalSecondaryIndexAction = Shape.structure("CreateGlobalSecondaryIndexAction", [
        .init("IndexName", indexName, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("Projection", projection, required: true),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
    ])
    static let createGlobalTableWitnessGroupMemberAction = Shape.structure("CreateGlobalTableWitnessGroupMemberAction", [
        .init("RegionName", regionName, required: true),
    ])
    static let createReplicationGroupMemberAction = Shape.structure("CreateReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
        .init("KMSMasterKeyId", kmsMasterKeyId),
        .init("ProvisionedThroughputOverride", provisionedThroughputOverride),
        .init("OnDemandThroughputOverride", onDemandThroughputOverride),
        .init("GlobalSecondaryIndexes", replicaGlobalSecondaryIndexList),
        .init("TableClassOverride", tableClass),
    ])
    static let createTableInput = Shape.structure("CreateTableInput", [
        .init("AttributeDefinitions", attributeDefinitions),
        .init("TableName", tableArn, required: true),
        .init("KeySchema", keySchema),
        .init("LocalSecondaryIndexes", localSecondaryIndexList),
        .init("GlobalSecondaryIndexes", globalSecondaryIndexList),
        .init("BillingMode", billingMode),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("StreamSpecification", streamSpecification),
        .init("SSESpecification", sseSpecification),
        .init("Tags", tagList),
        .init("TableClass", tableClass),
        .init("DeletionProtectionEnabled", deletionProtectionEnabled),
        .init("WarmThroughput", warmThroughput),
        .init("ResourcePolicy", resourcePolicy),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("GlobalTableSourceArn", tableArn),
        .init("GlobalTableSettingsReplicationMode", globalTableSettingsReplicationMode),
        .init("VectorIndexes", vectorIndexList),
    ])
    static let createVectorIndexAction = Shape.structure("CreateVectorIndexAction", [
        .init("IndexName", indexName, required: true),
        .init("VectorAttribute", vectorAttributeDefinition, required: true),
        .init("SearchSchema", searchSchema),
        .init("Projection", projection, required: true),
        .init("Dimensions", positiveLongObject, required: true),
        .init("DistanceFunction", vectorDistanceFunction, required: true),
    ])
    static let csvDelimiter = Shape.string(min: 1, max: 1, pattern: .delimiter)
    static let csvHeader = Shape.string(min: 1, max: 65536, pattern: .header)
    static let csvHeaderList = Shape.list(csvHeader, min: 1, max: 255)
    static let csvOptions = Shape.structure("CsvOptions", [
        .init("Delimiter", csvDelimiter),
        .init("HeaderList", csvHeaderList),
    ])
    static let date = Shape.timestamp
    static let delete = Shape.structure("Delete", [
        .init("Key", key, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let deleteBackupInput = Shape.structure("DeleteBackupInput", [
        .init("BackupArn", backupArn, required: true),
    ])
    static let deleteGlobalSecondaryIndexAction = Shape.structure("DeleteGlobalSecondaryIndexAction", [
        .init("IndexName", indexName, required: true),
    ])
    static let deleteGlobalTableWitnessGroupMemberAction = Shape.structure("DeleteGlobalTableWitnessGroupMemberAction", [
        .init("RegionName", regionName, required: true),
    ])
    static let deleteItemInput = Shape.structure("DeleteItemInput", [
        .init("TableName", tableArn, required: true),
        .init("Key", key, required: true),
        .init("Expected", expectedAttributeMap),
        .init("ConditionalOperator", conditionalOperator),
        .init("ReturnValues", returnValue),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let deleteReplicationGroupMemberAction = Shape.structure("DeleteReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
    ])
    static let deleteRequest = Shape.structure("DeleteRequest", [
        .init("Key", key, required: true),
    ])
    static let deleteResourcePolicyInput = Shape.structure("DeleteResourcePolicyInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("ExpectedRevisionId", policyRevisionId),
    ])
    static let deleteTableInput = Shape.structure("DeleteTableInput", [
        .init("TableName", tableArn, required: true),
    ])
    static let deleteVectorIndexAction = Shape.structure("DeleteVectorIndexAction", [
        .init("IndexName", indexName, required: true),
    ])
    static let deletionProtectionEnabled = Shape.boolean
    static let describeBackupInput = Shape.structure("DescribeBackupInput", [
        .init("BackupArn", backupArn, required: true),
    ])
    static let describeContinuousBackupsInput = Shape.structure("DescribeContinuousBackupsInput", [
        .init("TableName", tableArn, required: true),
    ])
    static let describeContributorInsightsInput = Shape.structure("DescribeContributorInsightsInput", [
        .init("TableName", tableArn, required: true),
        .init("IndexName", indexName),
    ])
    static let describeEndpointsRequest = Shape.structure("DescribeEndpointsRequest", [])
    static let describeExportInput = Shape.structure("DescribeExportInput", [
        .init("ExportArn", exportArn, required: true),
    ])
    static let describeGlobalTableInput = Shape.structure("DescribeGlobalTableInput", [
        .init("GlobalTableName", tableName, required: true),
    ])
    static let describeGlobalTableSettingsInput = Shape.structure("DescribeGlobalTableSettingsInput", [
        .init("GlobalTableName", tableName, required: true),
    ])
    static let describeImportInput = Shape.structure("DescribeImportInput", [
        .init("ImportArn", importArn, required: true),
    ])
    static let describeKinesisStreamingDestinationInput = Shape.structure("DescribeKinesisStreamingDestinationInput", [
        .init("TableName", tableArn, required: true),
    ])
    static let describeLimitsInput = Shape.structure("DescribeLimitsInput", [])
    static let describeStreamInput = Shape.structure("DescribeStreamInput", [
        .init("StreamArn", streamArn, required: true),
        .init("Limit", positiveIntegerObject),
        .init("ExclusiveStartShardId", shardId),
        .init("ShardFilter", shardFilter),
    ])
    static let describeTableInput = Shape.structure("DescribeTableInput", [
        .init("TableName", tableArn, required: true),
    ])
    static let describeTableReplicaAutoScalingInput = Shape.structure("DescribeTableReplicaAutoScalingInput", [
        .init("TableName", tableArn, required: true),
    ])
    static let describeTimeToLiveInput = Shape.structure("DescribeTimeToLiveInput", [
        .init("TableName", tableArn, required: true),
    ])
    static let disassociateReplicationGroupMemberAction = Shape.structure("DisassociateReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
        .init("DisassociationMode", disassociationMode, required: true),
    ])
    static let disassociationMode = Shape.string(values: ["WAIT_FOR_REPLICATION"])
    static let disassociationProtectionEnabled = Shape.boolean
    static let enableKinesisStreamingConfiguration = Shape.structure("EnableKinesisStreamingConfiguration", [
        .init("ApproximateCreationDateTimePrecision", approximateCreationDateTimePrecision),
    ])
    static let executeStatementInput = Shape.structure("ExecuteStatementInput", [
        .init("Statement", partiQLStatement, required: true),
        .init("Parameters", preparedStatementParameters),
        .init("ConsistentRead", consistentRead),
        .init("NextToken", partiQLNextToken),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("Limit", positiveIntegerObject),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let executeTransactionInput = Shape.structure("ExecuteTransactionInput", [
        .init("TransactStatements", parameterizedStatements, required: true),
        .init("ClientRequestToken", clientRequestToken),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    static let expectedAttributeMap = Shape.map(attributeName, expectedAttributeValue)
    static let expectedAttributeValue = Shape.structure("ExpectedAttributeValue", [
        .init("Value", attributeValue),
        .init("Exists", booleanObject),
        .init("ComparisonOperator", comparisonOperator),
        .init("AttributeValueList", attributeValueList),
    ])
    static let exportArn = Shape.string(min: 37, max: 1024)
    static let exportFormat = Shape.string(values: ["ION", "DYNAMODB_JSON"])
    static let exportFromTime = Shape.timestamp
    static let exportNextToken = Shape.string()
    static let exportTableToPointInTimeInput = Shape.structure("ExportTableToPointInTimeInput", [
        .init("TableArn", tableArn, required: true),
        .init("ExportTime", exportTime),
        .init("ClientToken", clientToken),
        .init("S3Bucket", s3Bucket, required: true),
        .init("S3BucketOwner", s3BucketOwner),
        .init("S3Prefix", s3Prefix),
        .init("S3SseAlgorithm", s3SseAlgorithm),
        .init("S3SseKmsKeyId", s3SseKmsKeyId),
        .init("ExportFormat", exportFormat),
        .init("ExportType", exportType),
        .init("IncrementalExportSpecification", incrementalExportSpecification),
        .init("FilterSpecification", filterSpecification),
    ])
    static let exportTime = Shape.timestamp
    static let exportToTime = Shape.timestamp
    static let exportType = Shape.string(values: ["FULL_EXPORT", "INCREMENTAL_EXPORT"])
    static let exportViewType = Shape.string(values: ["NEW_IMAGE", "NEW_AND_OLD_IMAGES"])
    static let expressionAttributeNameMap = Shape.map(expressionAttributeNameVariable, attributeName)
    static let expressionAttributeNameVariable = Shape.string()
    static let expressionAttributeValueMap = Shape.map(expressionAttributeValueVariable, attributeValue)
    static let expressionAttributeValueVariable = Shape.string()
    static let filterConditionMap = Shape.map(attributeName, condition)
    static let filterSpecification = Shape.structure("FilterSpecification", [
        .init("FilterExpression", conditionExpression),
        .init("ProjectionExpression", projectionExpression),
        .init("KeyConditionExpression", keyExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
    ])
    static let get = Shape.structure("Get", [
        .init("Key", key, required: true),
        .init("TableName", tableArn, required: true),
        .init("ProjectionExpression", projectionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
    ])
    static let getItemInput = Shape.structure("GetItemInput", [
        .init("TableName", tableArn, required: true),
        .init("Key", key, required: true),
        .init("AttributesToGet", attributeNameList),
        .init("ConsistentRead", consistentRead),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ProjectionExpression", projectionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
    ])
    static let getRecordsInput = Shape.structure("GetRecordsInput", [
        .init("ShardIterator", shardIterator, required: true),
        .init("Limit", positiveIntegerObject),
    ])
    static let getResourcePolicyInput = Shape.structure("GetResourcePolicyInput", [
        .init("ResourceArn", resourceArnString, required: true),
    ])
    static let getShardIteratorInput = Shape.structure("GetShardIteratorInput", [
        .init("StreamArn", streamArn, required: true),
        .init("ShardId", shardId, required: true),
        .init("ShardIteratorType", shardIteratorType, required: true),
        .init("SequenceNumber", sequenceNumber),
        .init("Timestamp", timestamp),
    ])
    static let globalSecondaryIndex = Shape.structure("GlobalSecondaryIndex", [
        .init("IndexName", indexName, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("Projection", projection, required: true),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
    ])
    static let globalSecondaryIndexList = Shape.list(globalSecondaryIndex)
    static let globalSecondaryIndexUpdate = Shape.structure("GlobalSecondaryIndexUpdate", [
        .init("Update", updateGlobalSecondaryIndexAction),
        .init("Create", createGlobalSecondaryIndexAction),
        .init("Delete", deleteGlobalSecondaryIndexAction),
    ])
    static let globalSecondaryIndexUpdateList = Shape.list(globalSecondaryIndexUpdate)
    static let globalTableSettingsReplicationMode = Shape.string(values: ["ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"])
    static let globalTableWitnessGroupUpdate = Shape.structure("GlobalTableWitnessGroupUpdate", [
        .init("Create", createGlobalTableWitnessGroupMemberAction),
        .init("Delete", deleteGlobalTableWitnessGroupMemberAction),
    ])
    static let globalTableWitnessGroupUpdateList = Shape.list(globalTableWitnessGroupUpdate, min: 1, max: 1)
    static let importArn = Shape.string(min: 37, max: 1024)
    static let importNextToken = Shape.string(max: 1024)
    static let importTableInput = Shape.structure("ImportTableInput", [
        .init("ClientToken", clientToken),
        .init("S3BucketSource", s3BucketSource, required: true),
        .init("InputFormat", inputFormat, required: true),
        .init("InputFormatOptions", inputFormatOptions),
        .init("InputCompressionType", inputCompressionType),
        .init("TableCreationParameters", tableCreationParameters, required: true),
    ])
    static let incrementalExportSpecification = Shape.structure("IncrementalExportSpecification", [
        .init("ExportFromTime", exportFromTime),
        .init("ExportToTime", exportToTime),
        .init("ExportViewType", exportViewType),
    ])
    static let indexName = Shape.string(min: 3, max: 255, pattern: .names)
    static let inputCompressionType = Shape.string(values: ["GZIP", "ZSTD", "NONE"])
    static let inputFormat = Shape.string(values: ["DYNAMODB_JSON", "ION", "CSV"])
    static let inputFormatOptions = Shape.structure("InputFormatOptions", [
        .init("Csv", csvOptions),
    ])
    static let kmsMasterKeyId = Shape.string()
    static let key = Shape.map(attributeName, attributeValue)
    static let keyConditions = Shape.map(attributeName, condition)
    static let keyExpression = Shape.string()
    static let keyList = Shape.list(key, min: 1, max: 100)
    static let keySchema = Shape.list(keySchemaElement, min: 1)
    static let keySchemaAttributeName = Shape.string(min: 1, max: 255)
    static let keySchemaElement = Shape.structure("KeySchemaElement", [
        .init("AttributeName", keySchemaAttributeName, required: true),
        .init("KeyType", keyType, required: true),
    ])
    static let keyType = Shape.string(values: ["HASH", "RANGE"])
    static let keysAndAttributes = Shape.structure("KeysAndAttributes", [
        .init("Keys", keyList, required: true),
        .init("AttributesToGet", attributeNameList),
        .init("ConsistentRead", consistentRead),
        .init("ProjectionExpression", projectionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
    ])
    static let kinesisStreamingDestinationInput = Shape.structure("KinesisStreamingDestinationInput", [
        .init("TableName", tableArn, required: true),
        .init("StreamArn", streamArn, required: true),
        .init("EnableKinesisStreamingConfiguration", enableKinesisStreamingConfiguration),
    ])
    static let listBackupsInput = Shape.structure("ListBackupsInput", [
        .init("TableName", tableArn),
        .init("Limit", backupsInputLimit),
        .init("TimeRangeLowerBound", timeRangeLowerBound),
        .init("TimeRangeUpperBound", timeRangeUpperBound),
        .init("ExclusiveStartBackupArn", backupArn),
        .init("BackupType", backupTypeFilter),
    ])
    static let listContributorInsightsInput = Shape.structure("ListContributorInsightsInput", [
        .init("TableName", tableArn),
        .init("NextToken", nextTokenString),
        .init("MaxResults", listContributorInsightsLimit),
    ])
    static let listContributorInsightsLimit = Shape.integer(max: 100)
    static let listExportsInput = Shape.structure("ListExportsInput", [
        .init("TableArn", tableArn),
        .init("MaxResults", listExportsMaxLimit),
        .init("NextToken", exportNextToken),
    ])
    static let listExportsMaxLimit = Shape.integer(min: 1, max: 25)
    static let listGlobalTablesInput = Shape.structure("ListGlobalTablesInput", [
        .init("ExclusiveStartGlobalTableName", tableName),
        .init("Limit", positiveIntegerObject),
        .init("RegionName", regionName),
    ])
    static let listImportsInput = Shape.structure("ListImportsInput", [
        .init("TableArn", tableArn),
        .init("PageSize", listImportsMaxLimit),
        .init("NextToken", importNextToken),
    ])
    static let listImportsMaxLimit = Shape.integer(min: 1, max: 25)
    static let listStreamsInput = Shape.structure("ListStreamsInput", [
        .init("TableName", tableName),
        .init("Limit", positiveIntegerObject),
        .init("ExclusiveStartStreamArn", streamArn),
    ])
    static let listTablesInput = Shape.structure("ListTablesInput", [
        .init("ExclusiveStartTableName", tableName),
        .init("Limit", listTablesInputLimit),
    ])
    static let listTablesInputLimit = Shape.integer(min: 1, max: 100)
    static let listTagsOfResourceInput = Shape.structure("ListTagsOfResourceInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("NextToken", nextTokenString),
    ])
    static let localSecondaryIndex = Shape.structure("LocalSecondaryIndex", [
        .init("IndexName", indexName, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("Projection", projection, required: true),
    ])
    static let localSecondaryIndexList = Shape.list(localSecondaryIndex)
    static let longObject = Shape.long()
    static let multiRegionConsistency = Shape.string(values: ["EVENTUAL", "STRONG"])
    static let nextTokenString = Shape.string()
    static let nonKeyAttributeName = Shape.string(min: 1, max: 255)
    static let nonKeyAttributeNameList = Shape.list(nonKeyAttributeName, min: 1)
    static let onDemandThroughput = Shape.structure("OnDemandThroughput", [
        .init("MaxReadRequestUnits", longObject),
        .init("MaxWriteRequestUnits", longObject),
    ])
    static let onDemandThroughputOverride = Shape.structure("OnDemandThroughputOverride", [
        .init("MaxReadRequestUnits", longObject),
    ])
    static let parameterizedStatement = Shape.structure("ParameterizedStatement", [
        .init("Statement", partiQLStatement, required: true),
        .init("Parameters", preparedStatementParameters),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let parameterizedStatements = Shape.list(parameterizedStatement, min: 1, max: 100)
    static let partiQLBatchRequest = Shape.list(batchStatementRequest, min: 1, max: 25)
    static let partiQLNextToken = Shape.string(min: 1, max: 32768)
    static let partiQLStatement = Shape.string(min: 1, max: 8192)
    static let pointInTimeRecoverySpecification = Shape.structure("PointInTimeRecoverySpecification", [
        .init("PointInTimeRecoveryEnabled", booleanObject, required: true),
        .init("RecoveryPeriodInDays", recoveryPeriodInDays),
    ])
    static let policyRevisionId = Shape.string(min: 1, max: 255)
    static let positiveIntegerObject = Shape.integer(min: 1)
    static let positiveLongObject = Shape.long(min: 1)
    static let preparedStatementParameters = Shape.list(attributeValue, min: 1)
    static let projection = Shape.structure("Projection", [
        .init("ProjectionType", projectionType),
        .init("NonKeyAttributes", nonKeyAttributeNameList),
    ])
    static let projectionExpression = Shape.string()
    static let projectionType = Shape.string(values: ["ALL", "INCLUDE", "KEYS_ONLY"])
    static let provisionedThroughput = Shape.structure("ProvisionedThroughput", [
        .init("ReadCapacityUnits", positiveLongObject, required: true),
        .init("WriteCapacityUnits", positiveLongObject, required: true),
    ])
    static let provisionedThroughputOverride = Shape.structure("ProvisionedThroughputOverride", [
        .init("ReadCapacityUnits", positiveLongObject),
    ])
    static let put = Shape.structure("Put", [
        .init("Item", putItemInputAttributeMap, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let putItemInput = Shape.structure("PutItemInput", [
        .init("TableName", tableArn, required: true),
        .init("Item", putItemInputAttributeMap, required: true),
        .init("Expected", expectedAttributeMap),
        .init("ReturnValues", returnValue),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
        .init("ConditionalOperator", conditionalOperator),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let putItemInputAttributeMap = Shape.map(attributeName, attributeValue)
    static let putRequest = Shape.structure("PutRequest", [
        .init("Item", putItemInputAttributeMap, required: true),
    ])
    static let putResourcePolicyInput = Shape.structure("PutResourcePolicyInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("Policy", resourcePolicy, required: true),
        .init("ExpectedRevisionId", policyRevisionId),
        .init("ConfirmRemoveSelfResourceAccess", confirmRemoveSelfResourceAccess),
    ])
    static let queryInput = Shape.structure("QueryInput", [
        .init("TableName", tableArn, required: true),
        .init("IndexName", indexName),
        .init("Select", select),
        .init("AttributesToGet", attributeNameList),
        .init("Limit", positiveIntegerObject),
        .init("ConsistentRead", consistentRead),
        .init("KeyConditions", keyConditions),
        .init("QueryFilter", filterConditionMap),
        .init("ConditionalOperator", conditionalOperator),
        .init("ScanIndexForward", booleanObject),
        .init("ExclusiveStartKey", key),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ProjectionExpression", projectionExpression),
        .init("FilterExpression", conditionExpression),
        .init("KeyConditionExpression", keyExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
    ])
    static let recoveryPeriodInDays = Shape.integer(min: 1, max: 35)
    static let regionName = Shape.string()
    static let replicaGlobalSecondaryIndex = Shape.structure("ReplicaGlobalSecondaryIndex", [
        .init("IndexName", indexName, required: true),
        .init("ProvisionedThroughputOverride", provisionedThroughputOverride),
        .init("OnDemandThroughputOverride", onDemandThroughputOverride),
    ])
    static let replicaGlobalSecondaryIndexList = Shape.list(replicaGlobalSecondaryIndex, min: 1)
    static let replicationGroupUpdate = Shape.structure("ReplicationGroupUpdate", [
        .init("Create", createReplicationGroupMemberAction),
        .init("Update", updateReplicationGroupMemberAction),
        .init("Delete", deleteReplicationGroupMemberAction),
        .init("Disassociate", disassociateReplicationGroupMemberAction),
    ])
    static let replicationGroupUpdateList = Shape.list(replicationGroupUpdate, min: 1)
    static let resourceArnString = Shape.string(min: 1, max: 1283)
    static let resourcePolicy = Shape.string()
    static let restoreTableFromBackupInput = Shape.structure("RestoreTableFromBackupInput", [
        .init("TargetTableName", tableName, required: true),
        .init("BackupArn", backupArn, required: true),
        .init("BillingModeOverride", billingMode),
        .init("GlobalSecondaryIndexOverride", globalSecondaryIndexList),
        .init("LocalSecondaryIndexOverride", localSecondaryIndexList),
        .init("ProvisionedThroughputOverride", provisionedThroughput),
        .init("OnDemandThroughputOverride", onDemandThroughput),
        .init("SSESpecificationOverride", sseSpecification),
        .init("VectorIndexOverride", vectorIndexList),
    ])
    static let restoreTableToPointInTimeInput = Shape.structure("RestoreTableToPointInTimeInput", [
        .init("SourceTableArn", tableArn),
        .init("SourceTableName", tableName),
        .init("TargetTableName", tableName, required: true),
        .init("UseLatestRestorableTime", booleanObject),
        .init("RestoreDateTime", date),
        .init("BillingModeOverride", billingMode),
        .init("GlobalSecondaryIndexOverride", globalSecondaryIndexList),
        .init("LocalSecondaryIndexOverride", localSecondaryIndexList),
        .init("ProvisionedThroughputOverride", provisionedThroughput),
        .init("OnDemandThroughputOverride", onDemandThroughput),
        .init("SSESpecificationOverride", sseSpecification),
        .init("VectorIndexOverride", vectorIndexList),
    ])
    static let returnConsumedCapacity = Shape.string(values: ["INDEXES", "TOTAL", "NONE"])
    static let returnItemCollectionMetrics = Shape.string(values: ["SIZE", "NONE"])
    static let returnValue = Shape.string(values: ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"])
    static let returnValuesOnConditionCheckFailure = Shape.string(values: ["ALL_OLD", "NONE"])
    static let s3Bucket = Shape.string(max: 255, pattern: .bucket)
    static let s3BucketOwner = Shape.string(pattern: .account)
    static let s3BucketSource = Shape.structure("S3BucketSource", [
        .init("S3BucketOwner", s3BucketOwner),
        .init("S3Bucket", s3Bucket, required: true),
        .init("S3KeyPrefix", s3Prefix),
    ])
    static let s3Prefix = Shape.string(max: 1024)
    static let s3SseAlgorithm = Shape.string(values: ["AES256", "KMS"])
    static let s3SseKmsKeyId = Shape.string(min: 1, max: 2048)
    static let sseEnabled = Shape.boolean
    static let sseSpecification = Shape.structure("SSESpecification", [
        .init("Enabled", sseEnabled),
        .init("SSEType", sseType),
        .init("KMSMasterKeyId", kmsMasterKeyId),
    ])
    static let sseType = Shape.string(values: ["AES256", "KMS"])
    static let scalarAttributeType = Shape.string(values: ["B", "N", "S"])
    static let scanInput = Shape.structure("ScanInput", [
        .init("TableName", tableArn, required: true),
        .init("IndexName", indexName),
        .init("AttributesToGet", attributeNameList),
        .init("Limit", positiveIntegerObject),
        .init("Select", select),
        .init("ScanFilter", filterConditionMap),
        .init("ConditionalOperator", conditionalOperator),
        .init("ExclusiveStartKey", key),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("TotalSegments", scanTotalSegments),
        .init("Segment", scanSegment),
        .init("ProjectionExpression", projectionExpression),
        .init("FilterExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ConsistentRead", consistentRead),
    ])
    static let scanSegment = Shape.integer(min: 0, max: 999999)
    static let scanTotalSegments = Shape.integer(min: 1, max: 1000000)
    static let searchSchema = Shape.list(searchSchemaElement, min: 1)
    static let searchSchemaElement = Shape.structure("SearchSchemaElement", [
        .init("AttributeName", attributeName, required: true),
        .init("SearchSchemaElementType", searchSchemaElementType, required: true),
    ])
    static let searchSchemaElementType = Shape.string(values: ["HASH", "INLINE_FILTER"])
    static let select = Shape.string(values: ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"])
    static let sequenceNumber = Shape.string(min: 21, max: 40)
    static let shardFilter = Shape.structure("ShardFilter", [
        .init("Type", shardFilterType),
        .init("ShardId", shardId),
    ])
    static let shardFilterType = Shape.string(values: ["CHILD_SHARDS"])
    static let shardId = Shape.string(min: 28, max: 65)
    static let shardIterator = Shape.string(min: 1, max: 2048)
    static let shardIteratorType = Shape.string(values: ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "AT_TIMESTAMP"])
    static let streamArn = Shape.string(min: 37, max: 1024)
    static let streamEnabled = Shape.boolean
    static let streamSpecification = Shape.structure("StreamSpecification", [
        .init("StreamEnabled", streamEnabled, required: true),
        .init("StreamViewType", streamViewType),
    ])
    static let streamViewType = Shape.string(values: ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"])
    static let tableArn = Shape.tableName
    static let tableClass = Shape.string(values: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"])
    static let tableCreationParameters = Shape.structure("TableCreationParameters", [
        .init("TableName", tableName, required: true),
        .init("AttributeDefinitions", attributeDefinitions, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("BillingMode", billingMode),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("SSESpecification", sseSpecification),
        .init("GlobalSecondaryIndexes", globalSecondaryIndexList),
        .init("VectorIndexes", vectorIndexList),
    ])
    static let tableName = Shape.string(min: 3, max: 255, pattern: .names)
    static let tag = Shape.structure("Tag", [
        .init("Key", tagKeyString, required: true),
        .init("Value", tagValueString, required: true),
    ])
    static let tagKeyList = Shape.list(tagKeyString)
    static let tagKeyString = Shape.string(min: 1, max: 128)
    static let tagList = Shape.list(tag)
    static let tagResourceInput = Shape.structure("TagResourceInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("Tags", tagList, required: true),
    ])
    static let tagValueString = Shape.string(max: 256)
    static let timeRangeLowerBound = Shape.timestamp
    static let timeRangeUpperBound = Shape.timestamp
    static let timeToLiveAttributeName = Shape.string(min: 1, max: 255)
    static let timeToLiveEnabled = Shape.boolean
    static let timeToLiveSpecification = Shape.structure("TimeToLiveSpecification", [
        .init("Enabled", timeToLiveEnabled, required: true),
        .init("AttributeName", timeToLiveAttributeName, required: true),
    ])
    static let timestamp = Shape.timestamp
    static let transactGetItem = Shape.structure("TransactGetItem", [
        .init("Get", get, required: true),
    ])
    static let transactGetItemList = Shape.list(transactGetItem, min: 1, max: 100)
    static let transactGetItemsInput = Shape.structure("TransactGetItemsInput", [
        .init("TransactItems", transactGetItemList, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    static let transactWriteItem = Shape.structure("TransactWriteItem", [
        .init("ConditionCheck", conditionCheck),
        .init("Put", put),
        .init("Delete", delete),
        .init("Update", update),
    ])
    static let transactWriteItemList = Shape.list(transactWriteItem, min: 1, max: 100)
    static let transactWriteItemsInput = Shape.structure("TransactWriteItemsInput", [
        .init("TransactItems", transactWriteItemList, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
        .init("ClientRequestToken", clientRequestToken),
    ])
    static let untagResourceInput = Shape.structure("UntagResourceInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("TagKeys", tagKeyList, required: true),
    ])
    static let update = Shape.structure("Update", [
        .init("Key", key, required: true),
        .init("UpdateExpression", updateExpression, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let updateContinuousBackupsInput = Shape.structure("UpdateContinuousBackupsInput", [
        .init("TableName", tableArn, required: true),
        .init("PointInTimeRecoverySpecification", pointInTimeRecoverySpecification, required: true),
    ])
    static let updateContributorInsightsInput = Shape.structure("UpdateContributorInsightsInput", [
        .init("TableName", tableArn, required: true),
        .init("IndexName", indexName),
        .init("ContributorInsightsAction", contributorInsightsAction, required: true),
        .init("ContributorInsightsMode", contributorInsightsMode),
    ])
    static let updateExpression = Shape.string()
    static let updateGlobalSecondaryIndexAction = Shape.structure("UpdateGlobalSecondaryIndexAction", [
        .init("IndexName", indexName, required: true),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
    ])
    static let updateItemInput = Shape.structure("UpdateItemInput", [
        .init("TableName", tableArn, required: true),
        .init("Key", key, required: true),
        .init("AttributeUpdates", attributeUpdates),
        .init("Expected", expectedAttributeMap),
        .init("ConditionalOperator", conditionalOperator),
        .init("ReturnValues", returnValue),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
        .init("UpdateExpression", updateExpression),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    static let updateKinesisStreamingConfiguration = Shape.structure("UpdateKinesisStreamingConfiguration", [
        .init("ApproximateCreationDateTimePrecision", approximateCreationDateTimePrecision),
    ])
    static let updateKinesisStreamingDestinationInput = Shape.structure("UpdateKinesisStreamingDestinationInput", [
        .init("TableName", tableArn, required: true),
        .init("StreamArn", streamArn, required: true),
        .init("UpdateKinesisStreamingConfiguration", updateKinesisStreamingConfiguration),
    ])
    static let updateReplicationGroupMemberAction = Shape.structure("UpdateReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
        .init("KMSMasterKeyId", kmsMasterKeyId),
        .init("ProvisionedThroughputOverride", provisionedThroughputOverride),
        .init("OnDemandThroughputOverride", onDemandThroughputOverride),
        .init("GlobalSecondaryIndexes", replicaGlobalSecondaryIndexList),
        .init("TableClassOverride", tableClass),
    ])
    static let updateTableInput = Shape.structure("UpdateTableInput", [
        .init("AttributeDefinitions", attributeDefinitions),
        .init("TableName", tableArn, required: true),
        .init("BillingMode", billingMode),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("GlobalSecondaryIndexUpdates", globalSecondaryIndexUpdateList),
        .init("StreamSpecification", streamSpecification),
        .init("SSESpecification", sseSpecification),
        .init("ReplicaUpdates", replicationGroupUpdateList),
        .init("TableClass", tableClass),
        .init("DeletionProtectionEnabled", deletionProtectionEnabled),
        .init("MultiRegionConsistency", multiRegionConsistency),
        .init("GlobalTableWitnessUpdates", globalTableWitnessGroupUpdateList),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
        .init("GlobalTableSettingsReplicationMode", globalTableSettingsReplicationMode),
        .init("DisassociationProtectionEnabled", disassociationProtectionEnabled),
        .init("VectorIndexUpdates", vectorIndexUpdateList),
    ])
    static let updateTimeToLiveInput = Shape.structure("UpdateTimeToLiveInput", [
        .init("TableName", tableArn, required: true),
        .init("TimeToLiveSpecification", timeToLiveSpecification, required: true),
    ])
    static let vectorAttributeDefinition = Shape.structure("VectorAttributeDefinition", [
        .init("AttributeName", vectorAttributeName, required: true),
    ])
    static let vectorAttributeName = Shape.string(min: 1, max: 255)
    static let vectorDistanceFunction = Shape.string(values: ["COSINE", "DOT_PRODUCT", "EUCLIDEAN"])
    static let vectorIndex = Shape.structure("VectorIndex", [
        .init("IndexName", indexName, required: true),
        .init("VectorAttribute", vectorAttributeDefinition, required: true),
        .init("SearchSchema", searchSchema),
        .init("Projection", projection, required: true),
        .init("Dimensions", positiveLongObject, required: true),
        .init("DistanceFunction", vectorDistanceFunction, required: true),
    ])
    static let vectorIndexList = Shape.list(vectorIndex)
    static let vectorIndexUpdate = Shape.structure("VectorIndexUpdate", [
        .init("Create", createVectorIndexAction),
        .init("Delete", deleteVectorIndexAction),
    ])
    static let vectorIndexUpdateList = Shape.list(vectorIndexUpdate)
    static let warmThroughput = Shape.structure("WarmThroughput", [
        .init("ReadUnitsPerSecond", longObject),
        .init("WriteUnitsPerSecond", longObject),
    ])
    static let writeRequest = Shape.structure("WriteRequest", [
        .init("PutRequest", putRequest),
        .init("DeleteRequest", deleteRequest),
    ])
    static let writeRequests = Shape.list(writeRequest, min: 1, max: 25)
}
