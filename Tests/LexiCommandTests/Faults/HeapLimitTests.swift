import DynamoModel
import JSONText
import RemoteDynamoDB
import TestSupport
import Testing

extension ProcessTests {
    /// A machine that gives no more memory.
    @Suite struct HeapLimitTests {
        /// One body of the largest size takes about 500 MB while it is carried out, when it holds nothing but tiny
        /// values.
        private static let limit = 1_200 << 20
        private static let clients = 4

        /// Some of the largest bodies at once, which would take far more than the limit together: the process carries
        /// out some, answers others with 503, and lives. (A program in Swift ends when an allocation fails, so that not
        /// asking for the memory is what keeps it alive.)
        @Test func largeBodies() async throws {
            try await TemporaryFolder.with { folder in
                let process = try LexiProcess(
                    [
                        "dynamodb", "--port", "0", "--data", folder.file("data"), "--output-memory", "64", "--memory",
                        "16",
                    ],
                    in: folder)
                let port = try await process.tablePort()
                let remote = try KilledHistoryTests.remote(port: port)
                _ = try await TestTable.make(remote, TestTables.hashOnly(name: "Tiny"))
                await remote.close()
                try process.limit(.data, to: Self.limit)
                let request = Self.request(port)
                let statuses = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for _ in 0..<Self.clients {
                        group.addTask { try await blocking { try Self.send(request, port) } }
                    }
                    return try await group.reduce(into: [Int?]()) { $0.append($1) }
                }
                #expect(statuses.contains(200), "\(statuses)")
                #expect(statuses.allSatisfy { $0 == nil || $0 == 200 || $0 == 503 }, "\(statuses)")
                #expect(try await TableRequest.call(port, "ListTables", [:]).status == 200)
                process.signal(15)
                #expect(try await process.wait() == .exited(0), "\(process.errors)")
            }
        }

        /// Bodies of two megabytes take some eighty each: with the default budget one or two are carried out at a time,
        /// the others wait, and all are answered.
        @Test func tinyValuesBesideEachOther() async throws {
            try await TemporaryFolder.with { folder in
                let process = try LexiProcess(
                    ["dynamodb", "--port", "0", "--data", folder.file("data"), "--memory", "16"], in: folder)
                let port = try await process.tablePort()
                let remote = try KilledHistoryTests.remote(port: port)
                _ = try await TestTable.make(remote, TestTables.hashOnly(name: "Tiny"))
                await remote.close()
                let before = try process.peakMemory
                let request = Self.request(port, values: 5_600)
                let statuses = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for _ in 0..<8 { group.addTask { try await blocking { try Self.send(request, port) } } }
                    return try await group.reduce(into: [Int?]()) { $0.append($1) }
                }
                #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses)")
                let taken = try process.peakMemory - before
                #expect(taken < 240 << 20, "\(taken >> 20) MB")
                process.signal(15)
                #expect(try await process.wait() == .exited(0), "\(process.errors)")
            }
        }

        /// A batch of tiny values, almost 16 MB when they are 44,000 in each item.
        private static func request(_ port: UInt16, values count: Int = 44_000) -> [UInt8] {
            let values = String(repeating: #"{"NULL":true},"#, count: count) + #"{"NULL":true}"#
            let puts = (0..<25).map { #"{"PutRequest":{"Item":{"pk":{"S":"\#($0)"},"l":{"L":[\#(values)]}}}}"# }
            let body = Array((#"{"RequestItems":{"Tiny":["# + puts.joined(separator: ",") + "]}}").utf8)
            return TableRequest.bytes(port, "BatchWriteItem", body)
        }

        /// The status of the answer; nil when the server closed while the body was being sent.
        private static func send(_ request: [UInt8], _ port: UInt16) throws -> Int? {
            do {
                let client = try WebClient(port)
                try client.send(request)
                return try client.answer().status
            } catch is WebClient.Broken { return nil }
        }
    }
}
