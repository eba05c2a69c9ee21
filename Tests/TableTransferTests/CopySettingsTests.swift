import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import TableTransfer

/// What a copy makes of the settings of its source.
@Suite struct CopySettingsTests {
    private final class Notes: Sendable {
        let texts = Mutex<[String]>([])
    }

    /// Copies a table to another of this name.
    /// - Returns: what was reported.
    private static func copy(
        _ source: TestTable, _ target: any DynamoDB, _ folder: TemporaryFolder, resumes: Bool = false
    ) async throws -> [String] {
        var options = TableCopy.Options()
        options.resumes = resumes
        let notes = Notes()
        let copy = TableCopy(
            from: source.transfer, to: TransferTable(target, name: "Copied"), state: folder.file("state"),
            options: options)
        let outcome = try await copy.run(meter: TransferMeter()) { text in notes.texts.withLock { $0.append(text) } }
        #expect(outcome == .verified(checksum(Array(try await source.contents().values))))
        return notes.texts.withLock { $0 }
    }

    private static let expiry = TimeToLive(attributeName: "expires", isEnabled: true)

    /// A table with every setting, encrypted with this key, and an item.
    private static func everything(_ db: any DynamoDB, key: String) async throws -> TestTable {
        var definition = TestTables.indexed(name: "From")
        definition.onDemandThroughput = OnDemandThroughput(maxReadRequestUnits: 50, maxWriteRequestUnits: 40)
        definition.globalSecondaryIndexes[1].onDemandThroughput = OnDemandThroughput(maxWriteRequestUnits: 30)
        definition.streamViewType = .keysOnly
        definition.tableClass = .standardInfrequentAccess
        definition.sseSpecification = SSESpecification(isEnabled: true, type: "KMS", kmsMasterKeyId: key)
        let table = try await TestTable.make(db, definition)
        _ = try await db.updateTimeToLive(tableName: "From", expiry)
        try await table.putAll([["pk": "a", "sk": "1"]])
        return table
    }

    // Class, limits and a key of the same account and region come with a copy: nothing is left to be reported.
    @Test func everySetting() async throws {
        try await Backend.memory.run { source in
            try await Backend.file.run { target in
                try await TemporaryFolder.with { folder in
                    let table = try await Self.everything(source, key: "mine")
                    #expect(try await Self.copy(table, target, folder) == [])
                    let made = try await target.describeTable(tableName: "Copied")
                    let from = try await source.describeTable(tableName: "From")
                    #expect(made.tableClass?.tableClass == .standardInfrequentAccess)
                    #expect(made.onDemandThroughput == from.onDemandThroughput && made.onDemandThroughput != nil)
                    #expect(made.globalSecondaryIndexes.count { $0.index.onDemandThroughput != nil } == 1)
                    #expect(made.kmsMasterKeyArn == from.kmsMasterKeyArn && made.kmsMasterKeyArn != nil)
                }
            }
        }
    }

    // A key of another region cannot be taken, and warm throughput is not: both are reported.
    @Test func whatIsLeftOut() async throws {
        try await Backend.memory.run { source in
            try await Backend.file.run { target in
                try await TemporaryFolder.with { folder in
                    let key = "arn:aws:kms:eu-west-1:111122223333:key/abc"
                    let table = try await Self.everything(source, key: key)
                    _ = try await source.updateTable(
                        UpdateTableRequest(
                            tableName: "From",
                            warmThroughput: WarmThroughput(readUnitsPerSecond: 20_000, writeUnitsPerSecond: 10_000)))
                    let notes = try await Self.copy(table, target, folder)
                    #expect(notes.count == 3)
                    #expect(notes[0].contains(key) && notes[0].contains("another account or region"))
                    #expect(notes[1].contains("20000 read and 10000 write units"))
                    #expect(
                        notes[2] == "the target is not like the source: encryption: \(key) -> the service's own key")
                }
            }
        }
    }

    // A table that was there keeps its settings, and what differs is reported: it gets no expiry that its owner did not
    // give it.
    @Test func tableThatWasThere() async throws {
        try await Backend.memory.run { db in
            try await TemporaryFolder.with { folder in
                let table = try await TestTable.make(db, TestTables.keyed(name: "From"))
                try await table.putAll([["pk": "a", "sk": "1"]])
                _ = try await db.updateTimeToLive(tableName: "From", Self.expiry)
                _ = try await TestTable.make(db, TestTables.keyed(name: "Copied"))
                #expect(
                    try await Self.copy(table, db, folder)
                        == [#"the target is not like the source: expiry: "expires" -> (none)"#])
                #expect(try await !db.describeTimeToLive(tableName: "Copied").isEnabled)
            }
        }
    }

    // A copy that ended between its note that there is no target and the target's first item goes on, whether the table
    // was made or not, and finishes the settings of the table as one of its own.
    @Test(arguments: [false, true]) func endedBeforeTheFirstItem(wasMade: Bool) async throws {
        try await Backend.memory.run { db in
            try await TemporaryFolder.with { folder in
                let table = try await TestTable.make(db, TestTables.keyed(name: "From"))
                try await table.putAll([["pk": "a", "sk": "1"]])
                _ = try await db.updateTimeToLive(tableName: "From", Self.expiry)
                let state = CopyState(
                    source: CopyState.Identity(try await db.describeTable(tableName: "From")), target: .unknown,
                    merges: false, createdTarget: true, segments: [CopyState.Segment()])
                try write(state.bytes, to: folder.file("state"))
                var options = TableCopy.Options()
                options.resumes = true
                #expect(
                    try await TableCopy.beginsAnew(
                        from: table.transfer, state: folder.file("state"), options: options))
                if wasMade { _ = try await TestTable.make(db, TestTables.keyed(name: "Copied")) }
                #expect(try await Self.copy(table, db, folder, resumes: true) == [])
                #expect(try await db.describeTimeToLive(tableName: "Copied") == Self.expiry)
                #expect(try names(folder.path).isEmpty)
            }
        }
    }

    // A target that the endpoint refuses to make leaves no state behind.
    @Test func refusedTarget() async throws {
        try await Backend.memory.run { db in
            try await TemporaryFolder.with { folder in
                let table = try await TestTable.make(db, TestTables.keyed(name: "From"))
                let copy = TableCopy(
                    from: table.transfer, to: TransferTable(db, name: "no name"), state: folder.file("state"))
                await #expect(throws: TransferError.self) { try await copy.run(meter: TransferMeter()) }
                #expect(try names(folder.path).isEmpty)
            }
        }
    }
}
