import DynamoModel
import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Backups: what is in them, that nothing else is, and what happens to damaged and interrupted ones.
@Suite struct BackupTests {
    private static let items = 1_500

    private static func options(_ folder: TemporaryFolder) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.backupFolder = folder.file("backups")
        options.onMaintenanceFailure = { Issue.record("\($0)") }
        return options
    }

    private static func with(
        _ body: @Sendable @escaping (TableEngine, TestTable, TemporaryFolder) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await TableEngine.with(folder.file("table.db"), options: options(folder)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<items).map { indexedItem($0) })
                try await body(engine, table, folder)
            }
        }
    }

    /// A restored table has the items and the indexes of the moment of the backup, whatever is written while it is
    /// made.
    @Test func aBackupShowsOneMoment() async throws {
        try await Self.with { engine, table, _ in
            let before = try await engine.items("Indexed")
            guard
                case .created(let details) = try await engine.backups(.create(tableName: "Indexed", backupName: "one"))
            else { throw WrongAnswer() }
            #expect(details.kind == .user && details.name == "one" && details.expiryDateTime == nil)
            for number in 0..<400 {
                switch number % 3 {
                case 0: try await table.put(indexedItem(number * 3, group: "changed", text: "later"))
                case 1: try await table.delete(table.key(of: indexedItem(number * 3)))
                default: try await table.put(indexedItem(Self.items + number))
                }
            }
            let made = try await engine.available(details.arn)
            #expect(made.sizeBytes > 0)
            let restored = try await engine.restoreBackup(details.arn, RestoreTarget(tableName: "Restored"))
            #expect(restored.itemCount == Self.items)
            #expect(restored.restoreSummary?.sourceBackupArn == details.arn)
            #expect(restored.restoreSummary?.isInProgress == false)
            #expect(try await engine.items("Restored") == before)
            #expect(try await engine.check().findings == [])
            #expect(try await engine.onWriter { (writer) throws(EngineFault) in writer.state.recordings.isEmpty })
        }
    }

    /// What is being restored is not there yet for reads and writes, and cannot be changed; afterwards it can.
    @Test func aTableThatIsBeingRestored() async throws {
        try await Self.with { engine, _, _ in
            let made = try await engine.makeBackup(of: "Indexed")
            guard
                case .restored = try await engine.backups(.restore(arn: made.arn, RestoreTarget(tableName: "Restored")))
            else { throw WrongAnswer() }
            let restored = TestTable(engine, TestTables.indexed(name: "Restored"))
            let key = restored.key(of: indexedItem(1))
            if try await engine.describeTable(tableName: "Restored").tableStatus == .creating {
                await expectError(.tableAlreadyExists) {
                    try await engine.backups(.restore(arn: made.arn, RestoreTarget(tableName: "Restored")))
                }
            }
            // Items that were written later would have no entry in the index of times.
            if try await engine.describeTable(tableName: "Restored").tableStatus == .creating {
                await expectError(.tableInUse) {
                    try await engine.updateTimeToLive(
                        tableName: "Restored", TimeToLive(attributeName: "ttl", isEnabled: true))
                }
            }
            _ = try await engine.active("Restored")
            #expect(try await restored.get(key) == indexedItem(1))
            try await restored.put(indexedItem(1, text: "new"))
            #expect(try await restored.get(key) == indexedItem(1, text: "new"))
        }
    }

    /// The indexes that are named, and the billing mode, are the new table's.
    @Test func aRestoreChangesSettings() async throws {
        try await Self.with { engine, _, _ in
            let made = try await engine.makeBackup(of: "Indexed")
            let source = try await engine.describeTable(tableName: "Indexed")
            let kept = try #require(source.globalSecondaryIndexes.first { $0.index.indexName == "globalKeys" }?.index)
            let target = RestoreTarget(
                tableName: "Restored", billingMode: .provisioned, globalSecondaryIndexes: [kept],
                localSecondaryIndexes: [],
                provisionedThroughput: ProvisionedThroughput(readCapacityUnits: 5, writeCapacityUnits: 6))
            let restored = try await engine.restoreBackup(made.arn, target)
            #expect(restored.globalSecondaryIndexes.map(\.index.indexName) == ["globalKeys"])
            #expect(restored.localSecondaryIndexes.isEmpty)
            #expect(restored.billingMode == .provisioned)
            #expect(restored.provisionedThroughput.writeCapacityUnits == 6)
            #expect(restored.globalSecondaryIndexes[0].itemCount == Self.items)
            var other = kept
            other.projection = .all
            await expectError(.validation) {
                try await engine.backups(
                    .restore(arn: made.arn, RestoreTarget(tableName: "Other", globalSecondaryIndexes: [other])))
            }
            await expectError(.resourceNotFound) { try await engine.describeTable(tableName: "Other") }
        }
    }

    /// Lists go by table, time and kind, and come in pages; a removed backup is gone.
    @Test func listsAndRemovals() async throws {
        try await Self.with { engine, _, _ in
            var arns: [String] = []
            for name in ["first", "second", "third"] {
                arns.append(try await engine.makeBackup(of: "Indexed", name).arn)
            }
            let all = try await engine.listedBackups().backups
            #expect(all.map(\.details.name).sorted() == ["first", "second", "third"])
            var paged: [String] = []
            var start: String?
            repeat {
                let page = try await engine.listedBackups(
                    ListBackupsRequest(tableName: "Indexed", limit: 1, exclusiveStartBackupArn: start))
                #expect(page.backups.count <= 1)
                paged += page.backups.map(\.details.arn)
                start = page.lastEvaluatedBackupArn
            } while start != nil
            #expect(Set(paged) == Set(arns))
            let first = all[0].details.creationDateTime
            #expect(try await engine.listedBackups(ListBackupsRequest(before: first)).backups.isEmpty)
            #expect(try await engine.listedBackups(ListBackupsRequest(from: first)).backups.count == 3)
            #expect(try await engine.listedBackups(ListBackupsRequest(tableName: "Other")).backups.isEmpty)
            #expect(try await engine.listedBackups(ListBackupsRequest(kind: .system)).backups.isEmpty)
            guard case .described(let removed) = try await engine.backups(.delete(arn: arns[0])) else {
                throw WrongAnswer()
            }
            #expect(removed.details.status == .deleted)
            #expect(removed.table.itemCount == Self.items)
            await expectError(.backupNotFound) { try await engine.describedBackup(arns[0]) }
            await expectError(.backupNotFound) { try await engine.backups(.delete(arn: arns[0])) }
            #expect(try await engine.listedBackups().backups.count == 2)
        }
    }

    /// Names that no backup has are not found, also those that would lead out of the folder.
    @Test(arguments: [
        "arn:aws:dynamodb:us-east-1:000000000000:table/Indexed/backup/01489602797149-73d8d5bc",
        "arn:aws:dynamodb:us-east-1:000000000000:table/Indexed", "nothing of that kind, but long enough for a name",
        "arn:aws:dynamodb:us-east-1:000000000000:table/../backup/../../../../etc/passwd",
        "arn:aws:dynamodb:us-east-1:000000000000:table/.../backup/..",
    ]) func namesOfNothing(arn: String) async throws {
        try await Self.with { engine, _, _ in
            await expectError(.backupNotFound) { try await engine.describedBackup(arn) }
            await expectError(.backupNotFound) { try await engine.backups(.delete(arn: arn)) }
            await expectError(.backupNotFound) {
                try await engine.backups(.restore(arn: arn, RestoreTarget(tableName: "Restored")))
            }
        }
    }

    /// A changed byte anywhere in a backup's file keeps it from being restored, and no table is made.
    @Test func damagedBackups() async throws {
        try await Self.with { engine, _, folder in
            let made = try await engine.makeBackup(of: "Indexed")
            let id = try #require(ResourceName(made.arn)?.backup?.id)
            let url = URL(filePath: folder.file("backups/Indexed/\(id).backup"))
            let whole = try Data(contentsOf: url)
            for offset in Set(stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) + [whole.count - 1]) {
                var damaged = whole
                damaged[offset] ^= 0x10
                try damaged.write(to: url)
                await expectError(.internalServerError) {
                    try await engine.backups(.restore(arn: made.arn, RestoreTarget(tableName: "Restored")))
                }
            }
            for length in [0, 7, 100, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: url)
                await expectError(.internalServerError) {
                    try await engine.backups(.restore(arn: made.arn, RestoreTarget(tableName: "Restored")))
                }
            }
            await expectError(.resourceNotFound) { try await engine.describeTable(tableName: "Restored") }
            try whole.write(to: url)
            #expect(
                try await engine.restoreBackup(made.arn, RestoreTarget(tableName: "Restored")).itemCount == Self.items)
        }
    }

    /// A backup of one file makes a table in another one, whose names have other numbers.
    @Test func aBackupOutlivesItsFile() async throws {
        try await Self.with { engine, _, folder in
            let made = try await engine.makeBackup(of: "Indexed")
            let id = try #require(ResourceName(made.arn)?.backup?.id)
            let before = try await engine.items("Indexed")
            try await TableEngine.with(folder.file("other.db")) { other in
                let table = try await TestTable.make(other, TestTables.hashOnly())
                try await table.put(["pk": "a", "gsk": 1, "b": 2, "other": 3, "ln": 4])
                _ = try await other.restore(
                    file: folder.file("backups/Indexed/\(id).backup"), RestoreTarget(tableName: "Restored"))
                _ = try await other.active("Restored")
                #expect(try await other.items("Restored") == before)
                #expect(try await other.check().findings == [])
            }
        }
    }

    /// A backup and a restore that were interrupted, wherever, go on when the file is opened again.
    @Test(arguments: [1, 2, 5]) func interruptions(steps: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let options = Self.options(folder)
            var items: [String: Item] = [:]
            let header = try await TableEngine.with(path) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                try await table.putAll((0..<Self.items).map { indexedItem($0) })
                let header = try await Self.begin(engine, steps: steps, options)
                try await table.put(indexedItem(3, text: "later"))
                return header
            }
            items = EmbeddedDynamoDB.TableEngine.byKey((0..<Self.items).map { indexedItem($0) })
            let arn = ResourcePlace(region: "us-east-1", account: "000000000000").backup(header.id, of: "Indexed")
            try await TableEngine.with(path, options: options) { engine in
                _ = try await engine.available(arn)
                guard
                    case .restored = try await engine.backups(.restore(arn: arn, RestoreTarget(tableName: "Restored")))
                else { throw WrongAnswer() }
            }
            let expected = items
            try await TableEngine.with(path, options: options) { engine in
                _ = try await engine.active("Restored")
                #expect(try await engine.items("Restored") == expected)
                #expect(try await engine.items("Indexed").count == Self.items)
                #expect(try await engine.check().findings == [])
            }
        }
    }

    /// Begins a backup as an engine does, and leaves it after some steps with a torn end.
    private static func begin(
        _ engine: TableEngine, steps: Int, _ options: TableEngine.Options
    ) async throws -> BackupHeader {
        let folder = BackupFolder(path: options.backupFolder ?? "")
        let id = engine.newBackupId()
        let info = try #require(engine.store.table("Indexed"))
        let header = try await engine.onWriter { (writer) throws(EngineFault) -> BackupHeader in
            try writer.record(info, for: TableBackup.consumer(id), images: .old)
            return BackupHeader(
                id: id, name: "interrupted", kind: .user, created: writer.now, sequence: writer.state.lastSequence,
                counter: writer.state.counters[info.id] ?? Counter(), table: info.definition)
        }
        try folder.prepare(for: "Indexed")
        let file = try #require(folder.file(id, of: "Indexed"))
        var backup = TableBackup(engine.store, try BackupDraft(header, path: file))
        for _ in 0..<steps { _ = try backup.step() }
        let torn = try FileHandle.appending(file + BackupDraft.suffix)
        torn.write([2, 1, 0, 0, 200, 0, 0, 0, 1, 2, 3])
        return header
    }

    /// A sync that failed may be taken for one that succeeded later: what was not on the disk before is written again.
    @Test func aSyncThatFails() async throws {
        try await Self.with { engine, _, folder in
            let before = try await engine.items("Indexed")
            let (header, file) = try await Self.draft(engine, BackupFolder(path: folder.file("backups")))
            let syncs = SyncsThatFail(after: 1)
            var backup = TableBackup(engine.store, try BackupDraft(header, path: file) { syncs.run($0) })
            let size = try FileSize.of(file + BackupDraft.suffix)
            #expect(throws: EngineFault.self) { while try backup.step() == nil {} }
            #expect(try FileSize.of(file + BackupDraft.suffix) == size)
            var again = try TableBackup.resume(engine.store, file)
            while try again.step() == nil {}
            _ = try await engine.restore(file: file, RestoreTarget(tableName: "Restored"))
            _ = try await engine.active("Restored")
            #expect(try await engine.items("Restored") == before)
        }
    }

    /// Backups that are begun while those of an earlier process are looked for are left alone.
    @Test func backupsOfThisProcess() async throws {
        try await Self.with { engine, _, folder in
            let runner = try #require(engine.backups)
            let (header, file) = try await Self.draft(engine, BackupFolder(path: folder.file("backups")))
            try await runner.expect(header.id)
            _ = try BackupDraft(header, path: file)
            await runner.resume(recorded: [])
            #expect(try FileSize.of(file + BackupDraft.suffix) > 0)
            await runner.resume(recorded: [header.id])
            #expect(try await engine.onWriter { (writer) throws(EngineFault) in writer.recordedBackups } == [header.id])
            await runner.forget(header.id)
            await runner.resume(recorded: [])
            #expect(throws: StoreError.self) { try FileSize.of(file + BackupDraft.suffix) }
        }
    }

    /// Backups are made one after the other and have a limit; those that are refused leave nothing, and there is room
    /// when one is done.
    @Test func manyBackups() async throws {
        try await Self.with { engine, _, _ in
            var made: [String] = []
            var refused = 0
            for number in 0..<80 {
                do throws(DynamoDBError) {
                    guard
                        case .created(let backup) = try await engine.backups(
                            .create(tableName: "Indexed", backupName: "many-\(number)"))
                    else { throw .validation("no backup") }
                    made.append(backup.arn)
                } catch {
                    #expect(error.code == .limitExceeded)
                    refused += 1
                }
            }
            #expect(made.count >= 50)
            #expect(refused == 0 || made.count + refused == 80)
            for arn in made { _ = try await engine.available(arn) }
            _ = try await engine.makeBackup(of: "Indexed", "afterwards")
            try await waitFor("the recordings to end") {
                try await engine.onWriter { (writer) throws(EngineFault) in writer.state.recordings.isEmpty }
                    ? true : nil
            }
        }
    }

    /// Backups beyond the limit are refused; one that is given up makes room.
    @Test func theLimitOfBackups() async throws {
        try await Self.with { engine, _, _ in
            let runner = try #require(engine.backups)
            for number in 0..<50 { try await runner.expect("expected-\(number)") }
            let error = await expectError(.limitExceeded) {
                try await engine.backups(.create(tableName: "Indexed", backupName: "one-too-many"))
            }
            #expect(error?.message.contains("More than 50 backups") == true)
            #expect(try await engine.onWriter { (writer) throws(EngineFault) in writer.state.recordings.isEmpty })
            await runner.forget("expected-7")
            _ = try await engine.makeBackup(of: "Indexed")
            await expectError(.limitExceeded) {
                for number in 50..<52 { try await runner.expect("expected-\(number)") }
            }
        }
    }

    /// A file is verified in steps, however large it is, and every step is bounded.
    @Test func verificationGoesInSteps() async throws {
        try await Self.with { engine, table, folder in
            var random = SeededGenerator(seed: 5)
            // No compression makes it much smaller.
            for number in 0..<24 {
                let text = (0..<20_000).map { _ in String(random.next(), radix: 36) }.joined()
                try await table.put(indexedItem(5_000 + number, text: text))
            }
            let made = try await engine.makeBackup(of: "Indexed")
            let id = try #require(ResourceName(made.arn)?.backup?.id)
            var verification = BackupVerification(folder.file("backups/Indexed/\(id).backup"))
            var steps = 1
            while try !verification.step() { steps += 1 }
            #expect(verification.header?.id == id && verification.names != nil)
            #expect(made.sizeBytes > 4 << 20 && steps >= made.sizeBytes / (2 << 20))
        }
    }

    /// Pages of a list leave none out whose moment is not in the order of the ids.
    @Test func pagesGoByIds() async throws {
        try await Self.with { engine, _, folder in
            let place = BackupFolder(path: folder.file("backups"))
            var (header, _) = try await Self.draft(engine, place)
            for (id, created) in [("0100-a", 1_005), ("0102-b", 1_003), ("0101-c", 1_009)] {
                (header.id, header.created) = (id, created)
                let file = try #require(place.file(id, of: "Indexed"))
                let draft = try BackupDraft(header, path: file)
                _ = try draft.complete(names: [])
                _ = try draft.publish()
            }
            var (found, start): ([String], String?) = ([], nil)
            repeat {
                let page = try await engine.listedBackups(ListBackupsRequest(limit: 1, exclusiveStartBackupArn: start))
                found += page.backups.compactMap { ResourceName($0.details.arn)?.backup?.id }
                start = page.lastEvaluatedBackupArn
            } while start != nil
            #expect(found == ["0100-a", "0101-c", "0102-b"])
        }
    }

    /// A backup whose file went while it was looked at is not restored, and no table is made.
    @Test func aBackupThatGoesMeanwhile() async throws {
        try await Self.with { engine, _, folder in
            await expectError(.backupNotFound) {
                try await engine.onWriter { (writer) throws(EngineFault) in
                    try writer.checkIsThere(backup: folder.file("backups/Indexed/gone.backup"))
                }
            }
            let made = try await engine.makeBackup(of: "Indexed")
            _ = try await engine.backups(.restore(arn: made.arn, RestoreTarget(tableName: "Restored")))
            do {
                _ = try await engine.backups(.delete(arn: made.arn))
            } catch let error as DynamoDBError {
                #expect(error.code == .backupInUse)
            }
            #expect(try await engine.active("Restored").itemCount == Self.items)
        }
    }

    /// Notes a backup as an engine does.
    private static func draft(
        _ engine: TableEngine, _ folder: BackupFolder
    ) async throws -> (header: BackupHeader, file: String) {
        let info = try #require(engine.store.table("Indexed"))
        let id = engine.newBackupId()
        try folder.prepare(for: "Indexed")
        let header = try await engine.onWriter { (writer) throws(EngineFault) -> BackupHeader in
            try writer.record(info, for: TableBackup.consumer(id), images: .old)
            return BackupHeader(
                id: id, name: "draft", kind: .user, created: writer.now, sequence: writer.state.lastSequence,
                counter: writer.state.counters[info.id] ?? Counter(), table: info.definition)
        }
        return (header, try #require(folder.file(id, of: "Indexed")))
    }

    /// Without a place for it no backup is begun, and nothing is left.
    @Test func foldersThatCannotBe() async throws {
        try await TemporaryFolder.with { folder in
            try Data("file".utf8).write(to: URL(filePath: folder.file("backups")))
            try await TableEngine.with(folder.file("table.db"), options: Self.options(folder)) { engine in
                try await TestTable.make(engine, TestTables.indexed()).putAll((0..<10).map { indexedItem($0) })
                let error = await expectError(.serviceUnavailable) {
                    try await engine.backups(.create(tableName: "Indexed", backupName: "none"))
                }
                #expect(error?.message.contains("backups/Indexed cannot be made") == true)
                #expect(try await engine.onWriter { (writer) throws(EngineFault) in writer.state.recordings.isEmpty })
                await expectError(.tableNotFound) {
                    try await engine.backups(.create(tableName: "Nobody", backupName: "none"))
                }
            }
            try await TableEngine.with(folder.file("other.db")) { engine in
                try await TestTable.make(engine, TestTables.indexed()).putAll((0..<10).map { indexedItem($0) })
                await expectError(.continuousBackupsUnavailable) {
                    try await engine.backups(.create(tableName: "Indexed", backupName: "none"))
                }
            }
        }
    }
}

/// Syncs of which some succeed, and the next one fails.
private final class SyncsThatFail: Sendable {
    private let left: Mutex<Int>

    init(after count: Int) { left = Mutex(count) }

    func run(_ descriptor: Int32) -> Int32 {
        let isGood = left.withLock { left in
            left -= 1
            return left != -1
        }
        guard isGood else {
            errno = EIO
            return -1
        }
        return fsync(descriptor)
    }
}

/// A file that is written to at its end.
private struct FileHandle {
    let path: String

    static func appending(_ path: String) throws -> FileHandle { FileHandle(path: path) }

    func write(_ bytes: [UInt8]) {
        guard var data = try? Data(contentsOf: URL(filePath: path)) else { return }
        data.append(contentsOf: bytes)
        try? data.write(to: URL(filePath: path))
    }
}
