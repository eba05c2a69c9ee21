import DynamoModel
import Glibc
import JSONText
import RemoteDynamoDB
import Synchronization
import TableStore
import TestSupport
import Testing

@testable import EmbeddedDynamoDB

extension ProcessTests {
    /// SIGTERM keeps its grace, whatever runs.
    @Suite struct GraceTests {
        private static let grace = ["--grace", "2s", "--log-level", "error"]
        /// Far more than the grace, and less than the time in which a client that reads nothing is cut by itself.
        private static let patience = Duration.seconds(25)
        private static let load = TestTables.hashOnly(name: "Load")
        private static let largeItems = 8
        private static let writers = 3

        /// Scans whose filters take seconds, a loading of cards, a backup, half-sent requests, and a client that takes
        /// nothing of 60 MB: the process ends within its grace with status 0. What it acknowledged is there after
        /// the next start, when the backup goes on.
        @Test func whateverRuns() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let serving = try await Serving.start(
                    data: data, Self.grace, environment: ["LEXI_DYNAMODB_PORT": "0"], in: folder)
                let port = try await serving.process.tablePort()
                let remote = try KilledHistoryTests.remote(port: port)
                try await Self.fill(remote)
                let held = try await Self.holdOut(serving.port, port)
                let backup = try await TableRequest.call(
                    port, "CreateBackup", ["TableName": "Load", "BackupName": "under-way"])
                #expect(backup.status == 200, "\(backup.text)")
                let ledger = Ledger()
                let taken = try await withThrowingTaskGroup(of: Duration?.self) { group in
                    for number in 0..<2 { group.addTask { try await Self.scan(port, number) } }
                    group.addTask { try await Self.loadCards(serving.port) }
                    for number in 0..<Self.writers { group.addTask { await Self.write(remote, number, ledger) } }
                    group.addTask {
                        try await patiently("acknowledged writes") { ledger.count >= 100 ? true : nil }
                        let start = ContinuousClock.now
                        #expect(try await serving.stop() == .exited(0))
                        return ContinuousClock.now - start
                    }
                    return try await group.reduce(into: Duration.zero) { $0 += $1 ?? .zero }
                }
                #expect(taken < Self.patience)
                #expect(serving.process.errors.contains("Stopping"))
                #expect(try await blocking { try held.all[0].answer().status } == 408)
                await remote.close()
                try await Self.verify(data, ledger)
                let backups = try Files.names(data + "/backups/Load")
                #expect(backups.count == 1 && backups.allSatisfy { $0.hasSuffix(".backup") }, "\(backups)")
            }
        }

        private final class Ledger: Sendable {
            private let acknowledged = Mutex<[String]>([])
            func note(_ key: String) { acknowledged.withLock { $0.append(key) } }
            var count: Int { acknowledged.withLock { $0.count } }
            var keys: [String] { acknowledged.withLock { $0 } }
        }

        /// Items so large that a page of them is looked through for long.
        private static func fill(_ remote: RemoteTable) async throws {
            let table = try await TestTable.make(remote, load)
            let text = AttributeValue.s(String(repeating: "ab", count: 150_000))
            for number in 0..<largeItems { try await table.put(["pk": .s("large-\(number)"), "v": text]) }
        }

        /// Requests that never become whole, one for each language, and a client that asks and never reads.
        private static func holdOut(_ api: UInt16, _ table: UInt16) async throws -> ClientBox {
            try await blocking {
                let half = try [RawClient(table), RawClient(api)]
                try half[0].send(TableRequest.bytes(table, "PutItem", ["TableName": "Load"]).dropLast(5).map { $0 })
                try half[1].send("POST /v1/users HTTP/1.1\r\nHost: x\r\nContent-Le")
                let deaf = try RawClient(table, receiveBuffer: 4096)
                let page = TableRequest.bytes(table, "Scan", ["TableName": "Load"])
                for _ in 0..<60 { try deaf.send(page) }
                return ClientBox(half + [deaf])
            }
        }

        /// Scans again and again, each time with many looks at large texts, until the connection ends.
        private static func scan(_ port: UInt16, _ number: Int) async throws -> Duration? {
            let looks = (0..<30).map { "contains(v, :v\($0))" }
            var values = JSONObject()
            for look in 0..<30 { values[":v\(look)"] = ["S": .string("b\(look)-\(number)")] }
            let request: JSONValue = [
                "TableName": "Load", "FilterExpression": .string(looks.joined(separator: " OR ")),
                "ExpressionAttributeValues": .object(values),
            ]
            try await blocking {
                do {
                    let client = try WebClient(port)
                    while true {
                        try client.send(TableRequest.bytes(port, "Scan", request))
                        let answer = try client.answer()
                        #expect(answer.status == 200, "\(answer.text)")
                        if answer.headers["connection"] == "close" { return }
                    }
                } catch is WebClient.Broken {}
            }
            return nil
        }

        /// Loads a file of cards, as long as it may take.
        private static func loadCards(_ port: UInt16) async throws -> Duration? {
            let token = try Serving.token("learner", email: "learner@example.com")
            let lines = (0..<2_000).map { "word\($0),từ \($0)" }
            let file = Array(("word,translation_vi\n" + lines.joined(separator: "\n")).utf8)
            try await blocking {
                let client = try WebClient(port, token: token)
                #expect(try client.call("POST", "/v1/users", [:]).status == 201)
                let head = """
                    POST /v1/flashcards/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r
                    Content-Type: text/csv\r\nContent-Length: \(file.count)\r\n\r\n
                    """
                try client.send(Array(head.utf8) + file)
                do { _ = try client.answer() } catch is WebClient.Broken {}
            }
            return nil
        }

        private static func write(_ remote: RemoteTable, _ writer: Int, _ ledger: Ledger) async -> Duration? {
            let table = TestTable(remote, load)
            for number in 0... {
                let key = "\(writer)-\(number)"
                do { try await table.put(["pk": .s(key)]) } catch { break }
                ledger.note(key)
            }
            return nil
        }

        private static func verify(_ data: String, _ ledger: Ledger) async throws {
            var options = TableEngine.Options()
            options.backupFolder = data + "/backups"
            let engine = try TableEngine.open(path: data + "/lexi.sqlite", options: options)
            let table = TestTable(engine, load)
            for key in ledger.keys { #expect(try await table.get(["pk": .s(key)]) != nil, "\(key)") }
            try await patiently("the backup to go on") { () -> Bool? in
                guard case .list(let list) = try await engine.backups(.list(ListBackupsRequest())) else { return nil }
                return list.backups.allSatisfy { $0.details.status == .available } ? true : nil
            }
            #expect(try await engine.check().findings == [])
            await engine.close()
            try await Audit(data: data).expectWhole()
        }
    }
}
