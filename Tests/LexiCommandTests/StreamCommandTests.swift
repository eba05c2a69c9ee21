import Foundation
import Glibc
import HTTPServer
import JSONText
import Synchronization
import TestSupport
import Testing

extension ProcessTests {
    /// `lexi stream consume` in a separate process, on the stream of a table that another process serves.
    @Suite struct StreamCommandTests {
        /// A table `Orders` with a stream, which `lexi dynamodb` serves.
        private struct Shop {
            let folder: TemporaryFolder
            let server: LexiProcess
            let port: UInt16

            static let keys = ["AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"]

            static func with(
                _ words: [String] = [], _ body: @Sendable (Shop) async throws -> Void
            ) async throws {
                try await TemporaryFolder.with { folder in
                    let words = ["dynamodb", "--port", "0", "--data", folder.file("data")] + words
                    let server = try LexiProcess(words, in: folder)
                    let shop = Shop(folder: folder, server: server, port: try await server.tablePort())
                    let made = try await TableRequest.call(
                        shop.port, "CreateTable",
                        [
                            "TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
                            "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
                            "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
                            "StreamSpecification": ["StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"],
                        ])
                    #expect(made.status == 200)
                    try await body(shop)
                    try await shop.stop()
                }
            }

            func stop() async throws {
                server.signal(SIGTERM)
                #expect(try await server.wait() == .exited(0))
            }

            func put(_ id: String, _ round: Int) async throws {
                let answer = try await TableRequest.call(
                    port, "PutItem",
                    ["TableName": "Orders", "Item": ["id": ["S": .string(id)], "round": ["N": .string("\(round)")]]])
                #expect(answer.status == 200)
            }

            /// Starts a consumer whose working folder is the test's.
            func consume(_ words: [String], atEndpoint: Bool = true) throws -> LexiProcess {
                let place =
                    atEndpoint
                    ? ["--table-endpoint", "http://127.0.0.1:\(port)", "--region", "us-east-1"]
                    : ["--data", folder.file("data")]
                return try LexiProcess(
                    ["stream", "consume", "--table", "Orders"] + place + words,
                    environment: Self.keys, in: folder,
                    launcher: ["/usr/bin/env", "-C", folder.file("")])
            }

            /// The lines of a file of JSON.
            func lines(_ name: String) -> [JSONValue] {
                let bytes = FileManager.default.contents(atPath: folder.file(name)) ?? Data()
                return bytes.split(separator: UInt8(ascii: "\n")).map { (try? JSONValue.parse(Array($0))) ?? .null }
            }

            /// The rounds of each order, in the order in which its records came.
            func rounds(_ events: [JSONValue]) -> [String: [Int]] {
                var rounds: [String: [Int]] = [:]
                for record in events.flatMap({ $0["Records"]?.arrayValue ?? [] }) {
                    let image = record["dynamodb"]?["NewImage"]
                    guard let id = image?["id"]?["S"]?.stringValue, let round = image?["round"]?["N"]?.stringValue
                    else {
                        continue
                    }
                    rounds[id, default: []].append(Int(round) ?? -1)
                }
                return rounds
            }
        }

        /// A program that notes each event as a line.
        private static func noting(_ file: String, then rest: String = "true") -> String {
            "e=$(cat); printf '%s\\n' \"$e\" >> '\(file)'; \(rest)"
        }

        /// A consumer that is killed in the middle of a batch goes on after a restart, in all shards: each change comes
        /// at least once, the changes of an item in their order.
        @Test func killedAndStartedAgain() async throws {
            try await Shop.with(["--stream-shards", "4"]) { shop in
                for round in 0..<6 { for id in 0..<30 { try await shop.put("order \(id)", round) } }
                let words = [
                    "--starting-position", "TRIM_HORIZON", "--batch-size", "7", "--command",
                    Self.noting(shop.folder.file("notes"), then: "sleep 0.05"),
                ]
                for kill in 1...3 {
                    let consumer = try shop.consume(words)
                    try await patiently("a batch: \(consumer.errors)") {
                        shop.lines("notes").count >= 2 * kill ? true : nil
                    }
                    consumer.signal(SIGKILL)
                    #expect(try await consumer.wait() == .killed(SIGKILL))
                }
                #expect(shop.rounds(shop.lines("notes")).values.contains { Set($0).count < 6 })
                let consumer = try shop.consume(words)
                try await patiently("all changes") {
                    let rounds = shop.rounds(shop.lines("notes"))
                    return rounds.count == 30 && rounds.values.allSatisfy { $0.contains(5) } ? true : nil
                }
                consumer.signal(SIGTERM)
                #expect(try await consumer.wait() == .exited(0))
                for (id, rounds) in shop.rounds(shop.lines("notes")) {
                    var next = 0
                    for round in rounds where round >= next {
                        #expect(round == next, "\(id): \(rounds)")
                        next += 1
                    }
                    #expect(next == 6, "\(id): \(rounds)")
                }
                let kept = FileManager.default.contents(atPath: shop.folder.file("lexi-consumer-Orders.json")) ?? Data()
                let streams = try JSONValue.parse(Array(kept))["streams"]?.objectValue
                #expect((streams?.members.first?.value["positions"]?.objectValue?.count ?? 0) > 1)
            }
        }

        /// What an import writes into the table is shown as other writes are.
        @Test func importsAreShown() async throws {
            try await Shop.with { shop in
                let lines = (0..<30).map { #"{"Item": {"id": {"S": "order \#($0)"}, "round": {"N": "0"}}}"# }
                try Files.write(Array(lines.joined(separator: "\n").utf8), to: shop.folder.file("orders.json"))
                let imported = await run(
                    [
                        "table", "import", "--table", "Orders", "--input", shop.folder.file("orders.json"),
                        "--table-endpoint", "http://127.0.0.1:\(shop.port)", "--region", "us-east-1",
                    ], environment: Shop.keys)
                #expect(imported.status == 0, "\(imported.errors)")
                let consumer = try shop.consume([
                    "--starting-position", "TRIM_HORIZON", "--command", Self.noting(shop.folder.file("notes")),
                ])
                try await patiently("the records: \(consumer.errors)") {
                    shop.rounds(shop.lines("notes")).count == 30 ? true : nil
                }
                consumer.signal(SIGTERM)
                #expect(try await consumer.wait() == .exited(0))
                #expect(shop.rounds(shop.lines("notes")).values.allSatisfy { $0 == [0] })
            }
        }

        /// What an address refuses is cut out of its batch and kept, the rest is handled; a second consumer of the same
        /// checkpoints is refused.
        @Test func refusedByAnAddress() async throws {
            try await Shop.with { shop in
                let hiccups = Mutex(1)
                let address = NotingAddress { event in
                    let isBad = event.serialized().firstRange(of: Array("order bad".utf8)) != nil
                    let fails = hiccups.withLock { left in
                        defer { left = max(0, left - 1) }
                        return left > 0
                    }
                    return isBad || fails ? .internalServerError : .ok
                }
                let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: address)
                let url = "http://127.0.0.1:\(try listener.start())/"
                for id in ["1", "2", "bad", "3", "4"] { try await shop.put("order \(id)", 0) }
                let words = [
                    "--starting-position", "TRIM_HORIZON", "--url", url, "--bisect", "--retries", "1", "--failures",
                    "failed.jsonl", "--checkpoint", "place.json",
                    "--filter", #"{"dynamodb": {"NewImage": {"round": {"N": [{"anything-but": ["7"]}]}}}}"#,
                ]
                let consumer = try shop.consume(words)
                try await patiently("the last order: \(consumer.errors)") {
                    address.records.last?["dynamodb"]?["Keys"]?["id"]?["S"]?.stringValue == "order 4" ? true : nil
                }
                try await shop.put("order left out", 7)
                try await shop.put("order 5", 8)
                try await patiently("what came later") {
                    address.records.last?["dynamodb"]?["Keys"]?["id"]?["S"]?.stringValue == "order 5" ? true : nil
                }
                let second = try shop.consume(words)
                #expect(try await second.wait() == .exited(1))
                #expect(second.errors.contains("'place.json': another consumer uses it"), "\(second.errors)")
                consumer.signal(SIGINT)
                #expect(try await consumer.wait() == .exited(0))
                let failures = shop.lines("failed.jsonl")
                #expect(failures.count == 1)
                #expect(failures.first?["requestContext"]?["condition"] == "RetryAttemptsExhausted")
                let payload = failures.first?["payload"]?.stringValue ?? ""
                #expect(shop.rounds([(try? JSONValue.parse(Array(payload.utf8))) ?? .null]) == ["order bad": [0]])
                #expect(!shop.rounds(address.events).keys.contains("order left out"))
                #expect(consumer.errors.contains("status 500") && consumer.errors.contains("gave 1 records up"))
                await listener.shutdown(grace: .zero)
            }
        }

        /// A program that fails is started again, one that takes too long is ended; a second signal ends one that does
        /// not want to. The table may be in a data folder that no other process uses.
        @Test func programsThatFail() async throws {
            try await Shop.with { shop in
                try await shop.put("order 1", 0)
                let once = shop.folder.file("once")
                let consumer = try shop.consume([
                    "--starting-position", "TRIM_HORIZON", "--timeout", "1", "--checkpoint", "one.json", "--command",
                    "if mkdir '\(once)' 2> /dev/null; then exit 3; elif mkdir '\(once)2' 2> /dev/null; then exec sleep 60; fi; "
                        + Self.noting(shop.folder.file("notes")),
                ])
                try await patiently("the third try: \(consumer.errors)") { shop.lines("notes").count == 1 ? true : nil }
                consumer.signal(SIGTERM)
                #expect(try await consumer.wait() == .exited(0))
                #expect(consumer.errors.contains("1 records were not handled: status 3"), "\(consumer.errors)")
                #expect(consumer.errors.contains("1 records were not handled: no end within 1 s"), "\(consumer.errors)")
                try await shop.stop()
                let stubborn = try shop.consume(
                    [
                        "--starting-position", "TRIM_HORIZON", "--checkpoint", "two.json", "--command",
                        "trap '' TERM; touch '\(shop.folder.file("begun"))'; sleep 3",
                    ], atEndpoint: false)
                try await patiently("the program: \(stubborn.errors)") {
                    access(shop.folder.file("begun"), F_OK) == 0 ? true : nil
                }
                stubborn.signal(SIGTERM)
                try await Task.sleep(for: .milliseconds(100))
                stubborn.signal(SIGTERM)
                #expect(try await stubborn.wait() == .exited(128 + SIGTERM))
            }
        }

        /// A file of failures that cannot grow ends the consumer with its name; afterwards the records come again, and
        /// the file has whole lines only.
        @Test func aFileThatCannotGrow() async throws {
            try await Shop.with { shop in
                for id in 0..<3 { try await shop.put("order \(id) " + String(repeating: "x", count: 1_500), 0) }
                // Nothing listens there.
                let port = try WebClient.keptPort()
                let words = [
                    "--starting-position", "TRIM_HORIZON", "--batch-size", "1", "--url", "http://127.0.0.1:\(port)/",
                    "--retries", "1", "--failures", "failed.jsonl",
                ]
                let consumer = try shop.consume(words)
                try consumer.limit(.fileSize, to: 6_000)
                #expect(try await consumer.wait() == .exited(1))
                #expect(consumer.errors.contains("'failed.jsonl': File too large"), "\(consumer.errors)")
                #expect(!shop.lines("failed.jsonl").contains(.null))
                let again = try shop.consume(words)
                try await patiently("the last order: \(again.errors)") {
                    shop.lines("failed.jsonl").count >= 3 ? true : nil
                }
                again.signal(SIGTERM)
                #expect(try await again.wait() == .exited(0))
                let lines = shop.lines("failed.jsonl")
                #expect(!lines.contains(.null))
                let kept = lines.compactMap { $0["payload"]?.stringValue }.map {
                    (try? JSONValue.parse(Array($0.utf8))) ?? .null
                }
                #expect(shop.rounds(kept).count == 3)
            }
        }

        /// What cannot be is refused before anything is read or made, and the message names it.
        @Test(
            arguments: [
                ([], "give one of --url and --command"), (["--url", "http://x", "--command", "y"], "give one of"),
                (["--command", "x", "--batch-size", "0"], "'0' is not a whole number from 1 to 10000"),
                (["--command", "x", "--batch-window", "301"], "from 0 to 300"),
                (["--command", "x", "--record-age", "59"], "from 60 to 604800"),
                (["--command", "x", "--parallel", "11"], "from 1 to 10"),
                (["--command", "x", "--timeout", "901"], "from 1 to 900"),
                (["--command", "x", "--starting-position", "NOW"], "starting-position"),
                (["--command", "x", "--filter", "{\"a\": 1}"], "the filter cannot be used"),
                (
                    ["--command", "x"] + [[String]](repeating: ["--filter", "{}"], count: 6).flatMap(\.self),
                    "up to 5 times"
                ),
                (["--command", "x", "--checkpoint", "/dev/null/none"], "no"),
            ] as [([String], String)]) func refusals(words: [String], reason: String) async throws
        {
            try await TemporaryFolder.with { folder in
                let ran = await run(["stream", "consume", "--data", folder.file("none")] + words)
                #expect(ran.status != 0 && ran.errors.contains(reason), "\(ran.errors)")
                #expect(access(folder.file("none"), F_OK) != 0)
            }
        }
    }
}
