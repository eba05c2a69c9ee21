import DynamoModel
import Testing

@testable import DynamoWire

/// Limits that clients and other modules know by name are those of the service's model.
struct LimitTests {
    private func expectSame(_ shape: Shape, _ limits: ClosedRange<Int>, _ place: SourceLocation = #_sourceLocation) {
        #expect(shape.min ?? 0 == limits.lowerBound && shape.max == limits.upperBound, sourceLocation: place)
    }

    @Test func counts() {
        expectSame(ServiceModel.keyList, 1...DynamoLimits.batchGetKeys)
        expectSame(ServiceModel.batchGetRequestMap, 1...DynamoLimits.batchGetKeys)
        expectSame(ServiceModel.writeRequests, 1...DynamoLimits.batchWriteRequests)
        expectSame(ServiceModel.partiQLBatchRequest, 1...DynamoLimits.batchStatements)
        expectSame(ServiceModel.listTablesInputLimit, 1...DynamoLimits.tablesPerPage)
        expectSame(ServiceModel.backupsInputLimit, 1...ListBackupsRequest.mostBackups)
        expectSame(ServiceModel.listExportsMaxLimit, 1...TransferRequest.mostListed)
        expectSame(ServiceModel.listImportsMaxLimit, 1...TransferRequest.mostListed)
    }

    // The engine asks one shape where the model has several of the same bounds, and has bounds that the model leaves
    // open.
    @Test func shapesThatStandForOthers() {
        for shape in [ServiceModel.indexName, ServiceModel.backupName, ServiceModel.tableName] {
            expectSame(shape, 3...255)
        }
        expectSame(ServiceModel.nonKeyAttributeName, 1...(ServiceModel.keySchemaAttributeName.max ?? 0))
        #expect(ServiceModel.positiveIntegerObject.min == 1 && ServiceModel.positiveIntegerObject.max == nil)
        #expect(ServiceModel.keySchema.min == 1 && ServiceModel.keySchema.max == nil)
        #expect(ServiceModel.tagList.max == nil && ServiceModel.nonKeyAttributeNameList.max == nil)
    }

    /// A text violates what the model says first of it, as the wire reports it.
    @Test func texts() {
        #expect(ServiceModel.tableName.violated(by: "abc") == nil)
        #expect(ServiceModel.tableName.violated(by: "") == .pattern("[a-zA-Z0-9_.-]+"))
        #expect(ServiceModel.tableName.violated(by: "a b") == .pattern("[a-zA-Z0-9_.-]+"))
        #expect(ServiceModel.tableName.violated(by: "ab") == .lengthAtLeast(3))
        #expect(ServiceModel.tagKeyString.violated(by: String(repeating: "é", count: 128)) == nil)
        #expect(ServiceModel.tagKeyString.violated(by: String(repeating: "é", count: 129)) == .lengthAtMost(128))
        #expect(ServiceModel.tableClass.violated(by: "LARGE") == .choice(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
        #expect(ServiceModel.scanTotalSegments.violated(value: 1_000_001) == .valueAtMost(1_000_000))
        #expect(ServiceModel.keyList.violated(length: 101) == .lengthAtMost(100))
    }
}
