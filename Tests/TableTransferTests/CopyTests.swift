import DynamoModel
import EmbeddedDynamoDB
import TestSupport
import Testing

@testable import TableTransfer

@Suite struct CopyTests {
    /// Copies in several segments.
    private static func copy(
        _ source: TransferTable, _ target: TransferTable, _ folder: TemporaryFolder,
        _ change: (inout TableCopy.Options) -> Void = { _ in }, meter: TransferMeter = TransferMeter()
    ) async throws -> TableCopy.Outcome {
        var options = TableCopy.Options()
        options.segments = 4
        change(&options)
        return try await TableCopy(from: source, to: target, state: folder.file("state"), options: options)
            .run(meter: meter)
    }

    // A table that is not there is made like the source: keys, indexes, billing, expiry, labels; every item comes as it
    // is; the state is gone at the end.
    @Test func makesTheTarget() async throws {
        try await Backend.memory.run { source in
            try await Backend.file.run { target in
                try await TemporaryFolder.with { folder in
                    var definition = TestTables.indexed(name: "From")
                    definition.tags = [Tag(key: "team", value: "lexi")]
                    let table = try await TestTable.make(source, definition)
                    let expiry = TimeToLive(attributeName: "expires", isEnabled: true)
                    _ = try await source.updateTimeToLive(tableName: "From", expiry)
                    let items = try Samples.items(2500, seed: 8) + [Samples.everything()]
                    try await table.putAll(items)
                    let outcome = try await Self.copy(table.transfer, TransferTable(target, name: "Copied"), folder)
                    #expect(outcome == .verified(checksum(items)))
                    #expect(try names(folder.path).isEmpty)
                    let (from, to) = (
                        try await source.describeTable(tableName: "From"),
                        try await target.describeTable(tableName: "Copied")
                    )
                    #expect(TableCopy.creation(of: to, name: "x") == TableCopy.creation(of: from, name: "x"))
                    #expect(to.globalSecondaryIndexes.count == 4 && to.localSecondaryIndexes.count == 3)
                    #expect(try await target.describeTimeToLive(tableName: "Copied") == expiry)
                    #expect(try await target.listTagsOfResource(arn: to.tableArn) == definition.tags)
                    let copied = try await TestTable(target, TestTables.indexed(name: "Copied")).contents()
                    #expect(try await copied == table.contents())
                }
            }
        }
    }

    // Throughput is copied with a table that is paid by it.
    @Test func provisionedTable() async throws {
        try await Backend.memory.run { db in
            try await TemporaryFolder.with { folder in
                var definition = TestTables.hashOnly(name: "From")
                definition.billingMode = .provisioned
                definition.provisionedThroughput = ProvisionedThroughput(readCapacityUnits: 5, writeCapacityUnits: 6)
                let table = try await TestTable.make(db, definition)
                try await table.putAll([["pk": "a"]])
                _ = try await Self.copy(table.transfer, TransferTable(db, name: "Copied"), folder)
                let made = try await db.describeTable(tableName: "Copied")
                #expect(made.billingMode == .provisioned)
                #expect(made.provisionedThroughput == definition.provisionedThroughput)
            }
        }
    }

    // A copy that is stopped goes on where it was, as often as it takes, and comes out exact; with the same arguments
    // alone it is refused, and what it has is left as it is.
    @Test func resumes() async throws {
        let items = try Samples.items(4000, seed: 4)
        try await Backend.withPair(items) { source, target in
            try await TemporaryFolder.with { folder in
                for round in 1...3 {
                    let meter = TransferMeter()
                    let work = Task {
                        try await Self.copy(
                            TransferTable(BusyTable(source.db), name: source.name), target.transfer, folder,
                            { ($0.resumes, $0.limiter) = (round > 1, RateLimiter(itemsPerSecond: 20_000)) },
                            meter: meter)
                    }
                    let goal = round * 600
                    while meter.progress.items < goal { await Task.yield() }
                    work.cancel()
                    await #expect(throws: TransferError.stopped) { try await work.value }
                    let refused = await #expect(throws: TransferError.self) {
                        try await Self.copy(source.transfer, target.transfer, folder)
                    }
                    #expect(try #require(refused).description.contains("--resume"))
                }
                let state = try #require(try CopyState.read(folder.file("state")))
                #expect(state.copied.count >= 1000 && state.copied.count < items.count)
                let outcome = try await Self.copy(source.transfer, target.transfer, folder) { $0.resumes = true }
                #expect(outcome == .verified(checksum(items)))
                #expect(try await target.contents() == source.contents())
                #expect(try names(folder.path).isEmpty)
            }
        }
    }

    // What is undone or throttled is asked for again until it is done.
    @Test func busyTables() async throws {
        let items = try Samples.items(300)
        try await Backend.withPair(items) { source, target in
            try await TemporaryFolder.with { folder in
                let outcome = try await Self.copy(
                    TransferTable(BusyTable(source.db), name: source.name),
                    TransferTable(BusyTable(target.db), name: target.name), folder)
                #expect(outcome == .verified(checksum(items)))
                #expect(try await target.contents() == source.contents())
            }
        }
    }

    // The state of a copy of other tables is refused, and so is a file that is not valid.
    @Test func stateOfAnotherCopy() async throws {
        try await Backend.withPair(try Samples.items(10)) { source, target in
            try await TemporaryFolder.with { folder in
                let mine = try await source.db.describeTable(tableName: source.name)
                let other = try await target.db.describeTable(tableName: target.name)
                let (right, left) = (CopyState.Identity(mine), CopyState.Identity(other))
                let wrong = [(left, left, "from another table"), (right, right, "to another table")]
                for (from, to, message) in wrong {
                    let state = CopyState(
                        source: from, target: to, merges: false, createdTarget: false, segments: [CopyState.Segment()])
                    try write(state.bytes, to: folder.file("state"))
                    let error = await #expect(throws: TransferError.self) {
                        try await Self.copy(source.transfer, target.transfer, folder) { $0.resumes = true }
                    }
                    #expect(try #require(error).description.contains(message))
                }
                try write("{}", to: folder.file("state"))
                await #expect(
                    throws: TransferError.damaged(path: folder.file("state"), reason: "it is not the state of a copy")
                ) {
                    try await Self.copy(source.transfer, target.transfer, folder) { $0.resumes = true }
                }
                #expect(try await target.contents().isEmpty)
            }
        }
    }

    // The state comes back from its file, keys of every type included.
    @Test func stateIsKept() async throws {
        try await TemporaryFolder.with { folder in
            var segments = [
                CopyState.Segment(last: nil), CopyState.Segment(last: ["pk": .b([0, 1]), "sk": try .decimal("-1.5")]),
            ]
            for item in try Samples.items(9) { segments[1].copied.add(item) }
            segments[1].isDone = true
            let state = CopyState(
                source: CopyState.Identity(arn: "a", id: "1"), target: CopyState.Identity(arn: "b", id: "2"),
                merges: true,
                createdTarget: false, segments: segments)
            try write(state.bytes, to: folder.file("state"))
            #expect(try CopyState.read(folder.file("state")) == state)
            let bytes = state.bytes
            for count in stride(from: 0, to: bytes.count, by: 40) {
                try write(Array(bytes[..<count]), to: folder.file("state"))
                #expect(throws: TransferError.self) { try CopyState.read(folder.file("state")) }
            }
        }
    }
}
