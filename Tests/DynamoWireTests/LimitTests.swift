import DynamoModel
import Testing

@testable import DynamoWire

/// The engine's limits are those of the service's model, which the endpoint checks before the engine does: a request
/// is refused with the same bounds on either way.
struct LimitTests {
    private func expectSame(_ shape: Shape, _ limits: ClosedRange<Int>, _ place: SourceLocation = #_sourceLocation) {
        #expect(shape.min ?? 0 == limits.lowerBound && shape.max == limits.upperBound, sourceLocation: place)
    }

    @Test func counts() {
        expectSame(ServiceModel.keyList, 1...DynamoLimits.batchGetKeys)
        expectSame(ServiceModel.batchGetRequestMap, 1...DynamoLimits.batchGetKeys)
        expectSame(ServiceModel.writeRequests, 1...DynamoLimits.batchWriteRequests)
        expectSame(ServiceModel.transactGetItemList, 1...DynamoLimits.transactionItems)
        expectSame(ServiceModel.transactWriteItemList, 1...DynamoLimits.transactionItems)
        expectSame(ServiceModel.parameterizedStatements, 1...DynamoLimits.transactionItems)
        expectSame(ServiceModel.partiQLBatchRequest, 1...DynamoLimits.batchStatements)
        expectSame(ServiceModel.listTablesInputLimit, 1...DynamoLimits.tablesPerPage)
        expectSame(ServiceModel.scanTotalSegments, 1...DynamoLimits.scanSegments)
        expectSame(ServiceModel.scanSegment, 0...DynamoLimits.scanSegments - 1)
    }

    @Test func lengths() {
        expectSame(ServiceModel.tableName, DynamoLimits.nameLength)
        expectSame(ServiceModel.indexName, DynamoLimits.nameLength)
        expectSame(ServiceModel.backupName, DynamoLimits.nameLength)
        expectSame(ServiceModel.keySchemaAttributeName, 1...DynamoLimits.keyAttributeNameSize)
        expectSame(ServiceModel.nonKeyAttributeName, 1...DynamoLimits.keyAttributeNameSize)
        expectSame(ServiceModel.clientRequestToken, DynamoLimits.transactionTokenLength)
        expectSame(ServiceModel.timeToLiveAttributeName, DynamoLimits.timeToLiveNameLength)
        expectSame(ServiceModel.tagKeyString, DynamoLimits.tagKeyLength)
        expectSame(ServiceModel.tagValueString, DynamoLimits.tagValueLength)
    }

    // The engine's bounds that the model leaves open are the engine's alone.
    @Test func values() {
        #expect(ServiceModel.positiveLongObject.min == DynamoLimits.leastUnits)
        #expect(ServiceModel.positiveIntegerObject.min == 1 && ServiceModel.positiveIntegerObject.max == nil)
        #expect(ServiceModel.keySchema.min == 1 && ServiceModel.keySchema.max == nil)
        #expect(ServiceModel.tagList.max == nil && ServiceModel.nonKeyAttributeNameList.max == nil)
    }
}
