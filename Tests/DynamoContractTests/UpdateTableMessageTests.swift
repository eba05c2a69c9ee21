import DynamoModel
import TestSupport
import Testing

/// What DynamoDB says to a change of a table that it refuses.
@Suite(.tables) struct UpdateTableMessageTests {
    private static let invalid = "One or more parameter values were invalid: "
    private static let units = ProvisionedThroughput(readCapacityUnits: 5, writeCapacityUnits: 6)
    private static let index = SecondaryIndex(indexName: "added", keySchema: [KeySchemaElement("pk", .hash)])

    /// Expects each change to be refused with its message, and the table to stay as it is.
    private static func expectAll(
        _ table: TestTable, _ changes: [(UpdateTableRequest, String)]
    ) async throws {
        let before = try await table.db.describeTable(tableName: table.name)
        for (request, message) in changes {
            await expectError(.validation, message) { try await table.db.updateTable(request) }
        }
        #expect(try await table.db.describeTable(tableName: table.name) == before)
    }

    // A request changes something, and what cannot be changed together has a separate request.
    @Test(arguments: Backend.all)
    func oneThingAtATime(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let name = table.name
            let create = [GlobalSecondaryIndexUpdate.create(Self.index)]
            try await Self.expectAll(
                table,
                [
                    (
                        UpdateTableRequest(tableName: name),
                        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                            + "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
                            + "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
                            + "OnDemandThroughput, WarmThroughput or TableClass is required"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, deletionProtectionEnabled: true,
                            sseSpecification: SSESpecification(isEnabled: true)),
                        Self.invalid + "Server-Side Encryption modification must be the only operation in the request"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, deletionProtectionEnabled: true, tableClass: .standardInfrequentAccess),
                        Self.invalid + "TableClass modification must be the only operation in the request"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, streamViewType: .some(.keysOnly), deletionProtectionEnabled: true),
                        Self.invalid + "DeletionProtection modification must be the only operation in the request"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, globalSecondaryIndexUpdates: create,
                            warmThroughput: WarmThroughput(readUnitsPerSecond: 13_000)),
                        Self.invalid + "Create global secondary index cannot be specified when updating WarmThroughput"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, streamViewType: .some(.keysOnly),
                            onDemandThroughput: OnDemandThroughput(maxReadRequestUnits: 5)),
                        Self.invalid
                            + "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, provisionedThroughput: Self.units, streamViewType: .some(.keysOnly)),
                        Self.invalid + "You cannot modify stream status while updating table IOPS"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, provisionedThroughput: Self.units, globalSecondaryIndexUpdates: create),
                        Self.invalid + "You cannot create or delete index while updating table IOPS"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, globalSecondaryIndexUpdates: create, streamViewType: .some(.keysOnly)),
                        Self.invalid + "You cannot create or delete index while changing stream status"
                    ),
                ])
        }
    }

    // A throughput is given to provisioned tables and indexes, all of them at once, and to no others.
    @Test(arguments: Backend.all)
    func throughputAndBilling(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let name = table.name
            let update = [GlobalSecondaryIndexUpdate.update(indexName: "globalAll", Self.units)]
            try await Self.expectAll(
                table,
                [
                    (
                        UpdateTableRequest(tableName: name, provisionedThroughput: Self.units),
                        Self.invalid + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                            + "BillingMode is PAY_PER_REQUEST"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, billingMode: .payPerRequest, provisionedThroughput: Self.units),
                        Self.invalid + "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST"
                    ),
                    (
                        UpdateTableRequest(tableName: name, globalSecondaryIndexUpdates: update),
                        Self.invalid + "The only Updates for index: globalAll when TableThroughputMode is "
                            + "PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, billingMode: .provisioned, globalSecondaryIndexUpdates: update),
                        Self.invalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: name, billingMode: .provisioned, provisionedThroughput: Self.units,
                            globalSecondaryIndexUpdates: update),
                        Self.invalid + "ProvisionedThroughput must be specified for index: globalKeys"
                    ),
                ])
        }
    }

    // A throughput that is the present one is not a change.
    @Test(arguments: Backend.all)
    func sameThroughput(_ backend: Backend) async throws {
        var definition = TestTables.keyed()
        definition.billingMode = .provisioned
        definition.provisionedThroughput = Self.units
        try await backend.withTable(definition) { table in
            try await Self.expectAll(
                table,
                [
                    (
                        UpdateTableRequest(tableName: table.name, provisionedThroughput: Self.units),
                        "The provisioned throughput for the table will not change. The requested value equals the current "
                            + "value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: "
                            + "5. Current WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: "
                            + "6. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request "
                            + "higher limits."
                    ),
                    (
                        UpdateTableRequest(
                            tableName: table.name, globalSecondaryIndexUpdates: [.create(Self.index)]),
                        Self.invalid
                            + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: added"
                    ),
                    (
                        UpdateTableRequest(
                            tableName: table.name,
                            onDemandThroughput: OnDemandThroughput(maxReadRequestUnits: 5)),
                        Self.invalid + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table "
                            + "BillingMode is PROVISIONED"
                    ),
                ])
        }
    }

    // A stream is turned on when it is off, and off when it is on.
    @Test(arguments: Backend.all)
    func stream(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let name = table.name
            await expectError(.validation, "Table has no stream to disable: TableName: Keyed") {
                try await table.db.updateTable(UpdateTableRequest(tableName: name, streamViewType: .some(nil)))
            }
            _ = try await table.db.updateTable(UpdateTableRequest(tableName: name, streamViewType: .some(.keysOnly)))
            try await waitUntilActive(table.db, tableName: name)
            await expectError(.validation, "Table already has an enabled stream: TableName: Keyed") {
                try await table.db.updateTable(
                    UpdateTableRequest(tableName: name, streamViewType: .some(.newImage)))
            }
        }
    }

    // An index that is made is new, one that is changed or removed is there and global; each once in a request.
    @Test(arguments: Backend.all)
    func indexes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let name = table.name
            func request(_ updates: GlobalSecondaryIndexUpdate...) -> UpdateTableRequest {
                UpdateTableRequest(tableName: name, globalSecondaryIndexUpdates: updates)
            }
            var taken = Self.index
            taken.indexName = "localAll"
            var undefined = Self.index
            undefined.keySchema = [KeySchemaElement("x", .hash)]
            try await Self.expectAll(
                table,
                [
                    (request(.create(taken)), "Attempting to create an index which already exists"),
                    (
                        request(.delete(indexName: "localAll")),
                        "Cannot delete an index that is not a GlobalSecondaryIndex: localAll"
                    ),
                    (
                        request(.update(indexName: "localAll", Self.units)),
                        "Cannot update an index that is not a GlobalSecondaryIndex: localAll"
                    ),
                    (
                        request(.delete(indexName: "globalAll"), .delete(indexName: "globalAll")),
                        Self.invalid + "Only one global secondary index update per index is allowed simultaneously. "
                            + "Index: globalAll"
                    ),
                    (
                        request(.create(undefined)),
                        Self.invalid + "AttributeDefinitions is not specified for index: added"
                    ),
                ])
            await expectError(
                .resourceNotFound, "Requested resource not found: Index absent for table Indexed"
            ) { try await table.db.updateTable(request(.delete(indexName: "absent"))) }
            await expectError(
                .limitExceeded,
                "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
            ) {
                try await table.db.updateTable(
                    request(.delete(indexName: "globalAll"), .delete(indexName: "globalKeys")))
            }
        }
    }
}
