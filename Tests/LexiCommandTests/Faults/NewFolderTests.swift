import Foundation
import JSONText
import RemoteDynamoDB
import TestSupport
import Testing

extension ProcessTests {
    /// New folders, which a power cut must not take with what is in them.
    @Suite struct NewFolderTests {
        /// The names of new folders are made durable in the folders that they are in: of the data, of backups, and of
        /// what an export writes into a bucket.
        @Test func theirNamesAreSynced() async throws {
            try await TemporaryFolder.with { folder in
                let machine = try FaultyMachine(in: folder)
                for name in ["kept", "objects", "objects/bucket"] { try Files.makeFolder(folder.file(name)) }
                let process = try LexiProcess(
                    [
                        "dynamodb", "--port", "0", "--data", folder.file("new/data"), "--backups",
                        folder.file("kept/backups"), "--exports", folder.file("objects"),
                    ], environment: machine.environment, in: folder)
                let port = try await process.tablePort()
                let remote = try KilledHistoryTests.remote(port: port)
                _ = try await TestTable.make(remote, TestTables.hashOnly(name: "Songs"))
                await remote.close()
                try await Self.call(port, "CreateBackup", ["TableName": "Songs", "BackupName": "first"])
                try await Self.call(
                    port, "UpdateContinuousBackups",
                    [
                        "TableName": "Songs",
                        "PointInTimeRecoverySpecification": ["PointInTimeRecoveryEnabled": .bool(true)],
                    ])
                try await Self.call(
                    port, "ExportTableToPointInTime",
                    [
                        "TableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/Songs", "S3Bucket": "bucket",
                        "S3Prefix": "deep/down",
                    ])
                let expected = [
                    "", "/new", "/kept", "/kept/backups", "/objects", "/objects/bucket", "/objects/bucket/deep",
                    "/objects/bucket/deep/down",
                ]
                let root = URL(filePath: folder.file("kept")).resolvingSymlinksInPath().deletingLastPathComponent().path
                try await patiently("the folders to be synced") { () -> Bool? in
                    try machine.syncedFolders.isSuperset(of: expected.map { root + $0 }) ? true : nil
                }
                process.signal(15)
                #expect(try await process.wait() == .exited(0), "\(process.errors)")
            }
        }

        private static func call(_ port: UInt16, _ operation: String, _ body: JSONValue) async throws {
            let answer = try await TableRequest.call(port, operation, body)
            guard answer.status == 200 else { throw HelperError("\(operation): \(answer.text)") }
        }
    }
}
