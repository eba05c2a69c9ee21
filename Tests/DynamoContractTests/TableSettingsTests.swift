import DynamoModel
import TestSupport
import Testing

/// Settings that are recorded and described as DynamoDB describes them, even where a single machine gives them no
/// effect.
@Suite(.tables) struct TableSettingsTests {
    private static func provisioned(_ read: Int, _ write: Int) -> ProvisionedThroughput {
        ProvisionedThroughput(readCapacityUnits: read, writeCapacityUnits: write)
    }

    // An answer about a table that is being made tells neither its warm throughput nor since when it is paid by
    // request; its global indexes are CREATING, without a word on filling.
    @Test(arguments: Backend.all)
    func newTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let made = try await db.createTable(TestTables.indexed())
            #expect(made.tableStatus == .creating && made.billingMode == .payPerRequest)
            #expect(made.warmThroughput == nil && made.lastUpdateToPayPerRequest == nil)
            #expect(made.globalSecondaryIndexes.allSatisfy { $0.indexStatus == .creating && $0.backfilling == nil })
            let table = try await waitUntilActive(db, tableName: "Indexed")
            #expect(table.lastUpdateToPayPerRequest != nil)
            let warm = WarmThroughput(readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000)
            #expect(table.warmThroughput == warm && !table.isWarming)
            #expect(table.globalSecondaryIndexes.allSatisfy { $0.warmThroughput == warm })
            #expect(
                table.provisionedThroughput == Self.provisioned(0, 0) && table.throughputChanges.decreasesToday == 0)
            #expect(table.tableClass == nil && table.kmsMasterKeyArn == nil && table.onDemandThroughput == nil)
        }
    }

    // Definitions and the attributes that an index includes are reported in the order of their names; the indexes and
    // their keys as they were given.
    @Test(arguments: Backend.all)
    func orderOfNames(_ backend: Backend) async throws {
        var definition = TestTables.indexed()
        definition.attributeDefinitions.reverse()
        definition.globalSecondaryIndexes[2].projection = .include(["z", "a", "m"])
        try await backend.withTable(definition) { [definition] table in
            let described = try await table.db.describeTable(tableName: table.name)
            #expect(described.attributeDefinitions.map(\.attributeName) == ["gpk", "gsk", "ln", "pk", "sk"])
            #expect(
                described.globalSecondaryIndexes.map(\.index.indexName)
                    == definition.globalSecondaryIndexes.map(\.indexName))
            #expect(described.globalSecondaryIndexes[2].index.projection == .include(["a", "m", "z"]))
        }
    }

    // A change of throughput is reported with its time; decreases of a day are counted; the answer states the
    // throughput as it was. What the table can give at once never falls.
    @Test(arguments: Backend.all)
    func throughputChanges(_ backend: Backend) async throws {
        var definition = TestTables.keyed()
        definition.billingMode = .provisioned
        definition.provisionedThroughput = Self.provisioned(5, 5)
        try await backend.withTable(definition) { table in
            let name = table.name
            let first = try await table.db.describeTable(tableName: name)
            #expect(first.warmThroughput == WarmThroughput(readUnitsPerSecond: 5, writeUnitsPerSecond: 5))
            #expect(first.throughputChanges == ThroughputChanges() && first.lastUpdateToPayPerRequest == nil)
            let answer = try await table.db.updateTable(
                UpdateTableRequest(tableName: name, provisionedThroughput: Self.provisioned(9, 5)))
            #expect(answer.tableStatus == .updating && answer.provisionedThroughput == Self.provisioned(5, 5))
            let more = try await waitUntilActive(table.db, tableName: name)
            #expect(more.provisionedThroughput == Self.provisioned(9, 5))
            #expect(more.throughputChanges.lastIncrease != nil && more.throughputChanges.lastDecrease == nil)
            let down = try await table.db.updateTable(
                UpdateTableRequest(tableName: name, provisionedThroughput: Self.provisioned(2, 2)))
            #expect(down.throughputChanges.decreasesToday == 0)
            let less = try await waitUntilActive(table.db, tableName: name)
            #expect(less.throughputChanges.decreasesToday == 1 && less.throughputChanges.lastDecrease != nil)
            #expect(less.warmThroughput == WarmThroughput(readUnitsPerSecond: 9, writeUnitsPerSecond: 5))
        }
    }

    // A change of the billing mode takes throughput, limits and indexes with it; the answer states the mode as it was.
    @Test(arguments: Backend.all)
    func billingModes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let name = table.name
            let indexes = table.definition.globalSecondaryIndexes.map(\.indexName)
            _ = try await table.db.updateTable(
                UpdateTableRequest(
                    tableName: name, onDemandThroughput: OnDemandThroughput(maxReadRequestUnits: 100)))
            let answer = try await table.db.updateTable(
                UpdateTableRequest(
                    tableName: name, billingMode: .provisioned, provisionedThroughput: Self.provisioned(5, 6),
                    globalSecondaryIndexUpdates: indexes.map { .update(indexName: $0, Self.provisioned(3, 4)) }))
            #expect(answer.tableStatus == .updating && answer.billingMode == .payPerRequest)
            let provisioned = try await waitUntilActive(table.db, tableName: name)
            #expect(provisioned.billingMode == .provisioned && provisioned.lastUpdateToPayPerRequest != nil)
            #expect(provisioned.onDemandThroughput == nil)
            #expect(
                provisioned.globalSecondaryIndexes.allSatisfy {
                    $0.index.provisionedThroughput == Self.provisioned(3, 4)
                })
            _ = try await table.db.updateTable(UpdateTableRequest(tableName: name, billingMode: .payPerRequest))
            let byRequest = try await waitUntilActive(table.db, tableName: name)
            #expect(byRequest.provisionedThroughput == Self.provisioned(0, 0))
            #expect(byRequest.globalSecondaryIndexes.allSatisfy { $0.index.provisionedThroughput == nil })
        }
    }

    // Limits of a table that is paid by request are changed one by one; -1 takes one away. They change at once.
    @Test(arguments: Backend.all)
    func onDemandLimits(_ backend: Backend) async throws {
        var definition = TestTables.keyed()
        definition.onDemandThroughput = OnDemandThroughput(maxReadRequestUnits: 100)
        try await backend.withTable(definition) { table in
            func change(_ limits: OnDemandThroughput) async throws -> TableDescription {
                try await table.db.updateTable(UpdateTableRequest(tableName: table.name, onDemandThroughput: limits))
            }
            #expect(try await change(OnDemandThroughput(maxWriteRequestUnits: 50)).tableStatus == .active)
            #expect(
                try await table.db.describeTable(tableName: table.name).onDemandThroughput
                    == OnDemandThroughput(maxReadRequestUnits: 100, maxWriteRequestUnits: 50))
            _ = try await change(OnDemandThroughput(maxReadRequestUnits: -1, maxWriteRequestUnits: -1))
            try await waitFor("the limits to be gone") {
                try await table.db.describeTable(tableName: table.name).onDemandThroughput == nil ? true : nil
            }
            for units in [0, -2] {
                await expectError(
                    .validation,
                    "One or more parameter values were invalid: Requested MaxReadRequestUnits for OnDemandThroughput for "
                        + "table is outside of valid range"
                ) { try await change(OnDemandThroughput(maxReadRequestUnits: units)) }
            }
        }
    }

    // What a table can give at once is raised and never lowered.
    @Test(arguments: Backend.all)
    func warmThroughput(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            func change(_ warm: WarmThroughput) async throws -> TableDescription {
                try await table.db.updateTable(UpdateTableRequest(tableName: table.name, warmThroughput: warm))
            }
            let answer = try await change(WarmThroughput(readUnitsPerSecond: 13_000))
            #expect(answer.tableStatus == .active && answer.isWarming)
            #expect(answer.warmThroughput?.readUnitsPerSecond == 12_000)
            await expectError(
                .validation,
                "One or more parameter values were invalid: Requested WriteUnitsPerSecond for WarmThroughput for table is "
                    + "lower than current WarmThroughput, decreasing WarmThroughput is not supported"
            ) { try await change(WarmThroughput(writeUnitsPerSecond: 3_999)) }
            try await waitFor("the throughput to be warm") {
                let table = try await table.db.describeTable(tableName: table.name)
                return table.warmThroughput
                    == WarmThroughput(readUnitsPerSecond: 13_000, writeUnitsPerSecond: 4_000) ? true : nil
            }
        }
    }

    // A table's class is reported once it was set; the standard class of a table that never had another is not a
    // change.
    @Test(arguments: Backend.all)
    func tableClass(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            _ = try await table.db.updateTable(UpdateTableRequest(tableName: table.name, tableClass: .standard))
            #expect(try await waitUntilActive(table.db, tableName: table.name).tableClass == nil)
            let answer = try await table.db.updateTable(
                UpdateTableRequest(tableName: table.name, tableClass: .standardInfrequentAccess))
            #expect(answer.tableStatus == .updating && answer.tableClass == nil)
            let changed = try await waitUntilActive(table.db, tableName: table.name)
            #expect(changed.tableClass?.tableClass == .standardInfrequentAccess)
            #expect(changed.tableClass?.lastUpdate != nil)
        }
    }
}

/// The embedded engine's record of encryption settings. On AWS the key would have to be there.
@Suite(.tables) struct EncryptionSettingTests {
    private static let invalid = "One or more parameter values were invalid: "

    // The key is reported by its Amazon Resource Name; the service's own key is not reported.
    @Test(arguments: [Backend.memory])
    func onAndOff(_ backend: Backend) async throws {
        var definition = TestTables.keyed()
        definition.sseSpecification = SSESpecification(isEnabled: true, type: "KMS", kmsMasterKeyId: "alias/lexi")
        try await backend.withTable(definition) { table in
            func change(_ specification: SSESpecification) async throws -> TableDescription {
                try await table.db.updateTable(
                    UpdateTableRequest(tableName: table.name, sseSpecification: specification))
            }
            let key = try await table.db.describeTable(tableName: table.name).kmsMasterKeyArn
            #expect(key == "arn:aws:kms:us-east-1:000000000000:alias/lexi")
            await expectError(
                .validation,
                Self.invalid
                    + "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you "
                    + "want to change Master Key"
            ) { try await change(SSESpecification(isEnabled: true, type: "KMS", kmsMasterKeyId: key)) }
            // The answer speaks of the moment when the change begins.
            let answer = try await change(SSESpecification(isEnabled: false))
            #expect(answer.kmsMasterKeyArn == key && answer.isChangingEncryption && answer.tableStatus == .updating)
            let after = try await table.db.describeTable(tableName: table.name)
            #expect(after.kmsMasterKeyArn == nil && !after.isChangingEncryption)
            await expectError(.validation, Self.invalid + "Table is already encrypted by default") {
                try await change(SSESpecification(isEnabled: false))
            }
        }
    }

    // A key needs its type, and neither goes with encryption turned off.
    @Test(
        arguments: [
            (
                SSESpecification(isEnabled: true, kmsMasterKeyId: "k"),
                "SSEType KMS is required if KMSMasterKeyId is specified"
            ),
            (SSESpecification(isEnabled: false, type: "KMS"), "SSEType can not be specified if Enabled is false"),
            (
                SSESpecification(isEnabled: false, kmsMasterKeyId: "k"),
                "KMSMasterKeyId can not be specified if Enabled is false"
            ),
            (SSESpecification(isEnabled: true, type: "AES256"), "SSEType AES256 is not supported"),
        ])
    func rules(_ specification: SSESpecification, _ message: String) async throws {
        var definition = TestTables.keyed()
        definition.sseSpecification = specification
        try await Backend.memory.run { [definition] db in
            await expectError(.validation, Self.invalid + message) { try await db.createTable(definition) }
        }
    }
}
