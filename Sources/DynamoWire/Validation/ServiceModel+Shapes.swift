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

    package static let approximateCreationDateTimePrecision = Shape.string(values: ["MILLISECOND", "MICROSECOND"])
    package static let attributeAction = Shape.string(values: ["ADD", "PUT", "DELETE"])
    package static let attributeDefinition = Shape.structure("AttributeDefinition", [
        .init("AttributeName", keySchemaAttributeName, required: true),
        .init("AttributeType", scalarAttributeType, required: true),
    ])
    package static let attributeDefinitions = Shape.list(attributeDefinition)
    package static let attributeName = Shape.string()
    package static let attributeNameList = Shape.list(attributeName, min: 1)
    package static let attributeUpdates = Shape.map(attributeName, attributeValueUpdate)
    package static let attributeValueList = Shape.list(attributeValue)
    package static let attributeValueUpdate = Shape.structure("AttributeValueUpdate", [
        .init("Value", attributeValue),
        .init("Action", attributeAction),
    ])
    package static let backupArn = Shape.string(min: 37, max: 1024)
    package static let backupName = Shape.string(min: 3, max: 255, pattern: .names)
    package static let backupTypeFilter = Shape.string(values: ["USER", "SYSTEM", "AWS_BACKUP", "ALL"])
    package static let backupsInputLimit = Shape.integer(min: 1, max: 100)
    package static let batchExecuteStatementInput = Shape.structure("BatchExecuteStatementInput", [
        .init("Statements", partiQLBatchRequest, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    package static let batchGetItemInput = Shape.structure("BatchGetItemInput", [
        .init("RequestItems", batchGetRequestMap, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    package static let batchGetRequestMap = Shape.map(tableArn, keysAndAttributes, min: 1, max: 100)
    package static let batchStatementRequest = Shape.structure("BatchStatementRequest", [
        .init("Statement", partiQLStatement, required: true),
        .init("Parameters", preparedStatementParameters),
        .init("ConsistentRead", consistentRead),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let batchWriteItemInput = Shape.structure("BatchWriteItemInput", [
        .init("RequestItems", batchWriteItemRequestMap, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
    ])
    package static let batchWriteItemRequestMap = Shape.map(tableArn, writeRequests, min: 1)
    package static let billingMode = Shape.string(values: ["PROVISIONED", "PAY_PER_REQUEST"])
    package static let booleanObject = Shape.boolean
    package static let clientRequestToken = Shape.string(min: 1, max: 36)
    package static let clientToken = Shape.string(pattern: .token)
    package static let comparisonOperator = Shape.string(values: ["IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE", "CONTAINS"])
    package static let condition = Shape.structure("Condition", [
        .init("AttributeValueList", attributeValueList),
        .init("ComparisonOperator", comparisonOperator, required: true),
    ])
    package static let conditionCheck = Shape.structure("ConditionCheck", [
        .init("Key", key, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression, required: true),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let conditionExpression = Shape.string()
    package static let conditionalOperator = Shape.string(values: ["OR", "AND"])
    package static let confirmRemoveSelfResourceAccess = Shape.boolean
    package static let consistentRead = Shape.boolean
    package static let contributorInsightsAction = Shape.string(values: ["ENABLE", "DISABLE"])
    package static let contributorInsightsMode = Shape.string(values: ["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"])
    package static let createBackupInput = Shape.structure("CreateBackupInput", [
        .init("TableName", tableArn, required: true),
        .init("BackupName", backupName, required: true),
    ])
    package static let createGlobalSecondaryIndexAction = Shape.structure("CreateGlobalSecondaryIndexAction", [
        .init("IndexName", indexName, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("Projection", projection, required: true),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
    ])
    package static let createGlobalTableWitnessGroupMemberAction = Shape.structure("CreateGlobalTableWitnessGroupMemberAction", [
        .init("RegionName", regionName, required: true),
    ])
    package static let createReplicationGroupMemberAction = Shape.structure("CreateReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
        .init("KMSMasterKeyId", kmsMasterKeyId),
        .init("ProvisionedThroughputOverride", provisionedThroughputOverride),
        .init("OnDemandThroughputOverride", onDemandThroughputOverride),
        .init("GlobalSecondaryIndexes", replicaGlobalSecondaryIndexList),
        .init("TableClassOverride", tableClass),
    ])
    package static let createTableInput = Shape.structure("CreateTableInput", [
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
    package static let createVectorIndexAction = Shape.structure("CreateVectorIndexAction", [
        .init("IndexName", indexName, required: true),
        .init("VectorAttribute", vectorAttributeDefinition, required: true),
        .init("SearchSchema", searchSchema),
        .init("Projection", projection, required: true),
        .init("Dimensions", positiveLongObject, required: true),
        .init("DistanceFunction", vectorDistanceFunction, required: true),
    ])
    package static let csvDelimiter = Shape.string(min: 1, max: 1, pattern: .delimiter)
    package static let csvHeader = Shape.string(min: 1, max: 65536, pattern: .header)
    package static let csvHeaderList = Shape.list(csvHeader, min: 1, max: 255)
    package static let csvOptions = Shape.structure("CsvOptions", [
        .init("Delimiter", csvDelimiter),
        .init("HeaderList", csvHeaderList),
    ])
    package static let date = Shape.timestamp
    package static let delete = Shape.structure("Delete", [
        .init("Key", key, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let deleteBackupInput = Shape.structure("DeleteBackupInput", [
        .init("BackupArn", backupArn, required: true),
    ])
    package static let deleteGlobalSecondaryIndexAction = Shape.structure("DeleteGlobalSecondaryIndexAction", [
        .init("IndexName", indexName, required: true),
    ])
    package static let deleteGlobalTableWitnessGroupMemberAction = Shape.structure("DeleteGlobalTableWitnessGroupMemberAction", [
        .init("RegionName", regionName, required: true),
    ])
    package static let deleteItemInput = Shape.structure("DeleteItemInput", [
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
    package static let deleteReplicationGroupMemberAction = Shape.structure("DeleteReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
    ])
    package static let deleteRequest = Shape.structure("DeleteRequest", [
        .init("Key", key, required: true),
    ])
    package static let deleteResourcePolicyInput = Shape.structure("DeleteResourcePolicyInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("ExpectedRevisionId", policyRevisionId),
    ])
    package static let deleteTableInput = Shape.structure("DeleteTableInput", [
        .init("TableName", tableArn, required: true),
    ])
    package static let deleteVectorIndexAction = Shape.structure("DeleteVectorIndexAction", [
        .init("IndexName", indexName, required: true),
    ])
    package static let deletionProtectionEnabled = Shape.boolean
    package static let describeBackupInput = Shape.structure("DescribeBackupInput", [
        .init("BackupArn", backupArn, required: true),
    ])
    package static let describeContinuousBackupsInput = Shape.structure("DescribeContinuousBackupsInput", [
        .init("TableName", tableArn, required: true),
    ])
    package static let describeContributorInsightsInput = Shape.structure("DescribeContributorInsightsInput", [
        .init("TableName", tableArn, required: true),
        .init("IndexName", indexName),
    ])
    package static let describeEndpointsRequest = Shape.structure("DescribeEndpointsRequest", [])
    package static let describeExportInput = Shape.structure("DescribeExportInput", [
        .init("ExportArn", exportArn, required: true),
    ])
    package static let describeGlobalTableInput = Shape.structure("DescribeGlobalTableInput", [
        .init("GlobalTableName", tableName, required: true),
    ])
    package static let describeGlobalTableSettingsInput = Shape.structure("DescribeGlobalTableSettingsInput", [
        .init("GlobalTableName", tableName, required: true),
    ])
    package static let describeImportInput = Shape.structure("DescribeImportInput", [
        .init("ImportArn", importArn, required: true),
    ])
    package static let describeKinesisStreamingDestinationInput = Shape.structure("DescribeKinesisStreamingDestinationInput", [
        .init("TableName", tableArn, required: true),
    ])
    package static let describeLimitsInput = Shape.structure("DescribeLimitsInput", [])
    package static let describeStreamInput = Shape.structure("DescribeStreamInput", [
        .init("StreamArn", streamArn, required: true),
        .init("Limit", positiveIntegerObject),
        .init("ExclusiveStartShardId", shardId),
        .init("ShardFilter", shardFilter),
    ])
    package static let describeTableInput = Shape.structure("DescribeTableInput", [
        .init("TableName", tableArn, required: true),
    ])
    package static let describeTableReplicaAutoScalingInput = Shape.structure("DescribeTableReplicaAutoScalingInput", [
        .init("TableName", tableArn, required: true),
    ])
    package static let describeTimeToLiveInput = Shape.structure("DescribeTimeToLiveInput", [
        .init("TableName", tableArn, required: true),
    ])
    package static let disassociateReplicationGroupMemberAction = Shape.structure("DisassociateReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
        .init("DisassociationMode", disassociationMode, required: true),
    ])
    package static let disassociationMode = Shape.string(values: ["WAIT_FOR_REPLICATION"])
    package static let disassociationProtectionEnabled = Shape.boolean
    package static let enableKinesisStreamingConfiguration = Shape.structure("EnableKinesisStreamingConfiguration", [
        .init("ApproximateCreationDateTimePrecision", approximateCreationDateTimePrecision),
    ])
    package static let executeStatementInput = Shape.structure("ExecuteStatementInput", [
        .init("Statement", partiQLStatement, required: true),
        .init("Parameters", preparedStatementParameters),
        .init("ConsistentRead", consistentRead),
        .init("NextToken", partiQLNextToken),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("Limit", positiveIntegerObject),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let executeTransactionInput = Shape.structure("ExecuteTransactionInput", [
        .init("TransactStatements", parameterizedStatements, required: true),
        .init("ClientRequestToken", clientRequestToken),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    package static let expectedAttributeMap = Shape.map(attributeName, expectedAttributeValue)
    package static let expectedAttributeValue = Shape.structure("ExpectedAttributeValue", [
        .init("Value", attributeValue),
        .init("Exists", booleanObject),
        .init("ComparisonOperator", comparisonOperator),
        .init("AttributeValueList", attributeValueList),
    ])
    package static let exportArn = Shape.string(min: 37, max: 1024)
    package static let exportFormat = Shape.string(values: ["ION", "DYNAMODB_JSON"])
    package static let exportFromTime = Shape.timestamp
    package static let exportNextToken = Shape.string()
    package static let exportTableToPointInTimeInput = Shape.structure("ExportTableToPointInTimeInput", [
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
    package static let exportTime = Shape.timestamp
    package static let exportToTime = Shape.timestamp
    package static let exportType = Shape.string(values: ["FULL_EXPORT", "INCREMENTAL_EXPORT"])
    package static let exportViewType = Shape.string(values: ["NEW_IMAGE", "NEW_AND_OLD_IMAGES"])
    package static let expressionAttributeNameMap = Shape.map(expressionAttributeNameVariable, attributeName)
    package static let expressionAttributeNameVariable = Shape.string()
    package static let expressionAttributeValueMap = Shape.map(expressionAttributeValueVariable, attributeValue)
    package static let expressionAttributeValueVariable = Shape.string()
    package static let filterConditionMap = Shape.map(attributeName, condition)
    package static let filterSpecification = Shape.structure("FilterSpecification", [
        .init("FilterExpression", conditionExpression),
        .init("ProjectionExpression", projectionExpression),
        .init("KeyConditionExpression", keyExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
    ])
    package static let get = Shape.structure("Get", [
        .init("Key", key, required: true),
        .init("TableName", tableArn, required: true),
        .init("ProjectionExpression", projectionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
    ])
    package static let getItemInput = Shape.structure("GetItemInput", [
        .init("TableName", tableArn, required: true),
        .init("Key", key, required: true),
        .init("AttributesToGet", attributeNameList),
        .init("ConsistentRead", consistentRead),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ProjectionExpression", projectionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
    ])
    package static let getRecordsInput = Shape.structure("GetRecordsInput", [
        .init("ShardIterator", shardIterator, required: true),
        .init("Limit", positiveIntegerObject),
    ])
    package static let getResourcePolicyInput = Shape.structure("GetResourcePolicyInput", [
        .init("ResourceArn", resourceArnString, required: true),
    ])
    package static let getShardIteratorInput = Shape.structure("GetShardIteratorInput", [
        .init("StreamArn", streamArn, required: true),
        .init("ShardId", shardId, required: true),
        .init("ShardIteratorType", shardIteratorType, required: true),
        .init("SequenceNumber", sequenceNumber),
        .init("Timestamp", timestamp),
    ])
    package static let globalSecondaryIndex = Shape.structure("GlobalSecondaryIndex", [
        .init("IndexName", indexName, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("Projection", projection, required: true),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
    ])
    package static let globalSecondaryIndexList = Shape.list(globalSecondaryIndex)
    package static let globalSecondaryIndexUpdate = Shape.structure("GlobalSecondaryIndexUpdate", [
        .init("Update", updateGlobalSecondaryIndexAction),
        .init("Create", createGlobalSecondaryIndexAction),
        .init("Delete", deleteGlobalSecondaryIndexAction),
    ])
    package static let globalSecondaryIndexUpdateList = Shape.list(globalSecondaryIndexUpdate)
    package static let globalTableSettingsReplicationMode = Shape.string(values: ["ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"])
    package static let globalTableWitnessGroupUpdate = Shape.structure("GlobalTableWitnessGroupUpdate", [
        .init("Create", createGlobalTableWitnessGroupMemberAction),
        .init("Delete", deleteGlobalTableWitnessGroupMemberAction),
    ])
    package static let globalTableWitnessGroupUpdateList = Shape.list(globalTableWitnessGroupUpdate, min: 1, max: 1)
    package static let importArn = Shape.string(min: 37, max: 1024)
    package static let importNextToken = Shape.string(max: 1024)
    package static let importTableInput = Shape.structure("ImportTableInput", [
        .init("ClientToken", clientToken),
        .init("S3BucketSource", s3BucketSource, required: true),
        .init("InputFormat", inputFormat, required: true),
        .init("InputFormatOptions", inputFormatOptions),
        .init("InputCompressionType", inputCompressionType),
        .init("TableCreationParameters", tableCreationParameters, required: true),
    ])
    package static let incrementalExportSpecification = Shape.structure("IncrementalExportSpecification", [
        .init("ExportFromTime", exportFromTime),
        .init("ExportToTime", exportToTime),
        .init("ExportViewType", exportViewType),
    ])
    package static let indexName = Shape.string(min: 3, max: 255, pattern: .names)
    package static let inputCompressionType = Shape.string(values: ["GZIP", "ZSTD", "NONE"])
    package static let inputFormat = Shape.string(values: ["DYNAMODB_JSON", "ION", "CSV"])
    package static let inputFormatOptions = Shape.structure("InputFormatOptions", [
        .init("Csv", csvOptions),
    ])
    package static let kmsMasterKeyId = Shape.string()
    package static let key = Shape.map(attributeName, attributeValue)
    package static let keyConditions = Shape.map(attributeName, condition)
    package static let keyExpression = Shape.string()
    package static let keyList = Shape.list(key, min: 1, max: 100)
    package static let keySchema = Shape.list(keySchemaElement, min: 1)
    package static let keySchemaAttributeName = Shape.string(min: 1, max: 255)
    package static let keySchemaElement = Shape.structure("KeySchemaElement", [
        .init("AttributeName", keySchemaAttributeName, required: true),
        .init("KeyType", keyType, required: true),
    ])
    package static let keyType = Shape.string(values: ["HASH", "RANGE"])
    package static let keysAndAttributes = Shape.structure("KeysAndAttributes", [
        .init("Keys", keyList, required: true),
        .init("AttributesToGet", attributeNameList),
        .init("ConsistentRead", consistentRead),
        .init("ProjectionExpression", projectionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
    ])
    package static let kinesisStreamingDestinationInput = Shape.structure("KinesisStreamingDestinationInput", [
        .init("TableName", tableArn, required: true),
        .init("StreamArn", streamArn, required: true),
        .init("EnableKinesisStreamingConfiguration", enableKinesisStreamingConfiguration),
    ])
    package static let listBackupsInput = Shape.structure("ListBackupsInput", [
        .init("TableName", tableArn),
        .init("Limit", backupsInputLimit),
        .init("TimeRangeLowerBound", timeRangeLowerBound),
        .init("TimeRangeUpperBound", timeRangeUpperBound),
        .init("ExclusiveStartBackupArn", backupArn),
        .init("BackupType", backupTypeFilter),
    ])
    package static let listContributorInsightsInput = Shape.structure("ListContributorInsightsInput", [
        .init("TableName", tableArn),
        .init("NextToken", nextTokenString),
        .init("MaxResults", listContributorInsightsLimit),
    ])
    package static let listContributorInsightsLimit = Shape.integer(max: 100)
    package static let listExportsInput = Shape.structure("ListExportsInput", [
        .init("TableArn", tableArn),
        .init("MaxResults", listExportsMaxLimit),
        .init("NextToken", exportNextToken),
    ])
    package static let listExportsMaxLimit = Shape.integer(min: 1, max: 25)
    package static let listGlobalTablesInput = Shape.structure("ListGlobalTablesInput", [
        .init("ExclusiveStartGlobalTableName", tableName),
        .init("Limit", positiveIntegerObject),
        .init("RegionName", regionName),
    ])
    package static let listImportsInput = Shape.structure("ListImportsInput", [
        .init("TableArn", tableArn),
        .init("PageSize", listImportsMaxLimit),
        .init("NextToken", importNextToken),
    ])
    package static let listImportsMaxLimit = Shape.integer(min: 1, max: 25)
    package static let listStreamsInput = Shape.structure("ListStreamsInput", [
        .init("TableName", tableName),
        .init("Limit", positiveIntegerObject),
        .init("ExclusiveStartStreamArn", streamArn),
    ])
    package static let listTablesInput = Shape.structure("ListTablesInput", [
        .init("ExclusiveStartTableName", tableName),
        .init("Limit", listTablesInputLimit),
    ])
    package static let listTablesInputLimit = Shape.integer(min: 1, max: 100)
    package static let listTagsOfResourceInput = Shape.structure("ListTagsOfResourceInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("NextToken", nextTokenString),
    ])
    package static let localSecondaryIndex = Shape.structure("LocalSecondaryIndex", [
        .init("IndexName", indexName, required: true),
        .init("KeySchema", keySchema, required: true),
        .init("Projection", projection, required: true),
    ])
    package static let localSecondaryIndexList = Shape.list(localSecondaryIndex)
    package static let longObject = Shape.long()
    package static let multiRegionConsistency = Shape.string(values: ["EVENTUAL", "STRONG"])
    package static let nextTokenString = Shape.string()
    package static let nonKeyAttributeName = Shape.string(min: 1, max: 255)
    package static let nonKeyAttributeNameList = Shape.list(nonKeyAttributeName, min: 1)
    package static let onDemandThroughput = Shape.structure("OnDemandThroughput", [
        .init("MaxReadRequestUnits", longObject),
        .init("MaxWriteRequestUnits", longObject),
    ])
    package static let onDemandThroughputOverride = Shape.structure("OnDemandThroughputOverride", [
        .init("MaxReadRequestUnits", longObject),
    ])
    package static let parameterizedStatement = Shape.structure("ParameterizedStatement", [
        .init("Statement", partiQLStatement, required: true),
        .init("Parameters", preparedStatementParameters),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let parameterizedStatements = Shape.list(parameterizedStatement, min: 1, max: 100)
    package static let partiQLBatchRequest = Shape.list(batchStatementRequest, min: 1, max: 25)
    package static let partiQLNextToken = Shape.string(min: 1, max: 32768)
    package static let partiQLStatement = Shape.string(min: 1, max: 8192)
    package static let pointInTimeRecoverySpecification = Shape.structure("PointInTimeRecoverySpecification", [
        .init("PointInTimeRecoveryEnabled", booleanObject, required: true),
        .init("RecoveryPeriodInDays", recoveryPeriodInDays),
    ])
    package static let policyRevisionId = Shape.string(min: 1, max: 255)
    package static let positiveIntegerObject = Shape.integer(min: 1)
    package static let positiveLongObject = Shape.long(min: 1)
    package static let preparedStatementParameters = Shape.list(attributeValue, min: 1)
    package static let projection = Shape.structure("Projection", [
        .init("ProjectionType", projectionType),
        .init("NonKeyAttributes", nonKeyAttributeNameList),
    ])
    package static let projectionExpression = Shape.string()
    package static let projectionType = Shape.string(values: ["ALL", "INCLUDE", "KEYS_ONLY"])
    package static let provisionedThroughput = Shape.structure("ProvisionedThroughput", [
        .init("ReadCapacityUnits", positiveLongObject, required: true),
        .init("WriteCapacityUnits", positiveLongObject, required: true),
    ])
    package static let provisionedThroughputOverride = Shape.structure("ProvisionedThroughputOverride", [
        .init("ReadCapacityUnits", positiveLongObject),
    ])
    package static let put = Shape.structure("Put", [
        .init("Item", putItemInputAttributeMap, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let putItemInput = Shape.structure("PutItemInput", [
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
    package static let putItemInputAttributeMap = Shape.map(attributeName, attributeValue)
    package static let putRequest = Shape.structure("PutRequest", [
        .init("Item", putItemInputAttributeMap, required: true),
    ])
    package static let putResourcePolicyInput = Shape.structure("PutResourcePolicyInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("Policy", resourcePolicy, required: true),
        .init("ExpectedRevisionId", policyRevisionId),
        .init("ConfirmRemoveSelfResourceAccess", confirmRemoveSelfResourceAccess),
    ])
    package static let queryInput = Shape.structure("QueryInput", [
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
    package static let recoveryPeriodInDays = Shape.integer(min: 1, max: 35)
    package static let regionName = Shape.string()
    package static let replicaGlobalSecondaryIndex = Shape.structure("ReplicaGlobalSecondaryIndex", [
        .init("IndexName", indexName, required: true),
        .init("ProvisionedThroughputOverride", provisionedThroughputOverride),
        .init("OnDemandThroughputOverride", onDemandThroughputOverride),
    ])
    package static let replicaGlobalSecondaryIndexList = Shape.list(replicaGlobalSecondaryIndex, min: 1)
    package static let replicationGroupUpdate = Shape.structure("ReplicationGroupUpdate", [
        .init("Create", createReplicationGroupMemberAction),
        .init("Update", updateReplicationGroupMemberAction),
        .init("Delete", deleteReplicationGroupMemberAction),
        .init("Disassociate", disassociateReplicationGroupMemberAction),
    ])
    package static let replicationGroupUpdateList = Shape.list(replicationGroupUpdate, min: 1)
    package static let resourceArnString = Shape.string(min: 1, max: 1283)
    package static let resourcePolicy = Shape.string()
    package static let restoreTableFromBackupInput = Shape.structure("RestoreTableFromBackupInput", [
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
    package static let restoreTableToPointInTimeInput = Shape.structure("RestoreTableToPointInTimeInput", [
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
    package static let returnConsumedCapacity = Shape.string(values: ["INDEXES", "TOTAL", "NONE"])
    package static let returnItemCollectionMetrics = Shape.string(values: ["SIZE", "NONE"])
    package static let returnValue = Shape.string(values: ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"])
    package static let returnValuesOnConditionCheckFailure = Shape.string(values: ["ALL_OLD", "NONE"])
    package static let s3Bucket = Shape.string(max: 255, pattern: .bucket)
    package static let s3BucketOwner = Shape.string(pattern: .account)
    package static let s3BucketSource = Shape.structure("S3BucketSource", [
        .init("S3BucketOwner", s3BucketOwner),
        .init("S3Bucket", s3Bucket, required: true),
        .init("S3KeyPrefix", s3Prefix),
    ])
    package static let s3Prefix = Shape.string(max: 1024)
    package static let s3SseAlgorithm = Shape.string(values: ["AES256", "KMS"])
    package static let s3SseKmsKeyId = Shape.string(min: 1, max: 2048)
    package static let sseEnabled = Shape.boolean
    package static let sseSpecification = Shape.structure("SSESpecification", [
        .init("Enabled", sseEnabled),
        .init("SSEType", sseType),
        .init("KMSMasterKeyId", kmsMasterKeyId),
    ])
    package static let sseType = Shape.string(values: ["AES256", "KMS"])
    package static let scalarAttributeType = Shape.string(values: ["B", "N", "S"])
    package static let scanInput = Shape.structure("ScanInput", [
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
    package static let scanSegment = Shape.integer(min: 0, max: 999999)
    package static let scanTotalSegments = Shape.integer(min: 1, max: 1000000)
    package static let searchSchema = Shape.list(searchSchemaElement, min: 1)
    package static let searchSchemaElement = Shape.structure("SearchSchemaElement", [
        .init("AttributeName", attributeName, required: true),
        .init("SearchSchemaElementType", searchSchemaElementType, required: true),
    ])
    package static let searchSchemaElementType = Shape.string(values: ["HASH", "INLINE_FILTER"])
    package static let select = Shape.string(values: ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"])
    package static let sequenceNumber = Shape.string(min: 21, max: 40)
    package static let shardFilter = Shape.structure("ShardFilter", [
        .init("Type", shardFilterType),
        .init("ShardId", shardId),
    ])
    package static let shardFilterType = Shape.string(values: ["CHILD_SHARDS"])
    package static let shardId = Shape.string(min: 28, max: 65)
    package static let shardIterator = Shape.string(min: 1, max: 2048)
    package static let shardIteratorType = Shape.string(values: ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "AT_TIMESTAMP"])
    package static let streamArn = Shape.string(min: 37, max: 1024)
    package static let streamEnabled = Shape.boolean
    package static let streamSpecification = Shape.structure("StreamSpecification", [
        .init("StreamEnabled", streamEnabled, required: true),
        .init("StreamViewType", streamViewType),
    ])
    package static let streamViewType = Shape.string(values: ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"])
    package static let tableArn = Shape.tableName
    package static let tableClass = Shape.string(values: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"])
    package static let tableCreationParameters = Shape.structure("TableCreationParameters", [
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
    package static let tableName = Shape.string(min: 3, max: 255, pattern: .names)
    package static let tag = Shape.structure("Tag", [
        .init("Key", tagKeyString, required: true),
        .init("Value", tagValueString, required: true),
    ])
    package static let tagKeyList = Shape.list(tagKeyString)
    package static let tagKeyString = Shape.string(min: 1, max: 128)
    package static let tagList = Shape.list(tag)
    package static let tagResourceInput = Shape.structure("TagResourceInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("Tags", tagList, required: true),
    ])
    package static let tagValueString = Shape.string(max: 256)
    package static let timeRangeLowerBound = Shape.timestamp
    package static let timeRangeUpperBound = Shape.timestamp
    package static let timeToLiveAttributeName = Shape.string(min: 1, max: 255)
    package static let timeToLiveEnabled = Shape.boolean
    package static let timeToLiveSpecification = Shape.structure("TimeToLiveSpecification", [
        .init("Enabled", timeToLiveEnabled, required: true),
        .init("AttributeName", timeToLiveAttributeName, required: true),
    ])
    package static let timestamp = Shape.timestamp
    package static let transactGetItem = Shape.structure("TransactGetItem", [
        .init("Get", get, required: true),
    ])
    package static let transactGetItemList = Shape.list(transactGetItem, min: 1, max: 100)
    package static let transactGetItemsInput = Shape.structure("TransactGetItemsInput", [
        .init("TransactItems", transactGetItemList, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
    ])
    package static let transactWriteItem = Shape.structure("TransactWriteItem", [
        .init("ConditionCheck", conditionCheck),
        .init("Put", put),
        .init("Delete", delete),
        .init("Update", update),
    ])
    package static let transactWriteItemList = Shape.list(transactWriteItem, min: 1, max: 100)
    package static let transactWriteItemsInput = Shape.structure("TransactWriteItemsInput", [
        .init("TransactItems", transactWriteItemList, required: true),
        .init("ReturnConsumedCapacity", returnConsumedCapacity),
        .init("ReturnItemCollectionMetrics", returnItemCollectionMetrics),
        .init("ClientRequestToken", clientRequestToken),
    ])
    package static let untagResourceInput = Shape.structure("UntagResourceInput", [
        .init("ResourceArn", resourceArnString, required: true),
        .init("TagKeys", tagKeyList, required: true),
    ])
    package static let update = Shape.structure("Update", [
        .init("Key", key, required: true),
        .init("UpdateExpression", updateExpression, required: true),
        .init("TableName", tableArn, required: true),
        .init("ConditionExpression", conditionExpression),
        .init("ExpressionAttributeNames", expressionAttributeNameMap),
        .init("ExpressionAttributeValues", expressionAttributeValueMap),
        .init("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure),
    ])
    package static let updateContinuousBackupsInput = Shape.structure("UpdateContinuousBackupsInput", [
        .init("TableName", tableArn, required: true),
        .init("PointInTimeRecoverySpecification", pointInTimeRecoverySpecification, required: true),
    ])
    package static let updateContributorInsightsInput = Shape.structure("UpdateContributorInsightsInput", [
        .init("TableName", tableArn, required: true),
        .init("IndexName", indexName),
        .init("ContributorInsightsAction", contributorInsightsAction, required: true),
        .init("ContributorInsightsMode", contributorInsightsMode),
    ])
    package static let updateExpression = Shape.string()
    package static let updateGlobalSecondaryIndexAction = Shape.structure("UpdateGlobalSecondaryIndexAction", [
        .init("IndexName", indexName, required: true),
        .init("ProvisionedThroughput", provisionedThroughput),
        .init("OnDemandThroughput", onDemandThroughput),
        .init("WarmThroughput", warmThroughput),
    ])
    package static let updateItemInput = Shape.structure("UpdateItemInput", [
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
    package static let updateKinesisStreamingConfiguration = Shape.structure("UpdateKinesisStreamingConfiguration", [
        .init("ApproximateCreationDateTimePrecision", approximateCreationDateTimePrecision),
    ])
    package static let updateKinesisStreamingDestinationInput = Shape.structure("UpdateKinesisStreamingDestinationInput", [
        .init("TableName", tableArn, required: true),
        .init("StreamArn", streamArn, required: true),
        .init("UpdateKinesisStreamingConfiguration", updateKinesisStreamingConfiguration),
    ])
    package static let updateReplicationGroupMemberAction = Shape.structure("UpdateReplicationGroupMemberAction", [
        .init("RegionName", regionName, required: true),
        .init("KMSMasterKeyId", kmsMasterKeyId),
        .init("ProvisionedThroughputOverride", provisionedThroughputOverride),
        .init("OnDemandThroughputOverride", onDemandThroughputOverride),
        .init("GlobalSecondaryIndexes", replicaGlobalSecondaryIndexList),
        .init("TableClassOverride", tableClass),
    ])
    package static let updateTableInput = Shape.structure("UpdateTableInput", [
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
    package static let updateTimeToLiveInput = Shape.structure("UpdateTimeToLiveInput", [
        .init("TableName", tableArn, required: true),
        .init("TimeToLiveSpecification", timeToLiveSpecification, required: true),
    ])
    package static let vectorAttributeDefinition = Shape.structure("VectorAttributeDefinition", [
        .init("AttributeName", vectorAttributeName, required: true),
    ])
    package static let vectorAttributeName = Shape.string(min: 1, max: 255)
    package static let vectorDistanceFunction = Shape.string(values: ["COSINE", "DOT_PRODUCT", "EUCLIDEAN"])
    package static let vectorIndex = Shape.structure("VectorIndex", [
        .init("IndexName", indexName, required: true),
        .init("VectorAttribute", vectorAttributeDefinition, required: true),
        .init("SearchSchema", searchSchema),
        .init("Projection", projection, required: true),
        .init("Dimensions", positiveLongObject, required: true),
        .init("DistanceFunction", vectorDistanceFunction, required: true),
    ])
    package static let vectorIndexList = Shape.list(vectorIndex)
    package static let vectorIndexUpdate = Shape.structure("VectorIndexUpdate", [
        .init("Create", createVectorIndexAction),
        .init("Delete", deleteVectorIndexAction),
    ])
    package static let vectorIndexUpdateList = Shape.list(vectorIndexUpdate)
    package static let warmThroughput = Shape.structure("WarmThroughput", [
        .init("ReadUnitsPerSecond", longObject),
        .init("WriteUnitsPerSecond", longObject),
    ])
    package static let writeRequest = Shape.structure("WriteRequest", [
        .init("PutRequest", putRequest),
        .init("DeleteRequest", deleteRequest),
    ])
    package static let writeRequests = Shape.list(writeRequest, min: 1, max: 25)
}
