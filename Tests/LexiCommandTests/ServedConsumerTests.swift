import Foundation
import Glibc
import HTTPServer
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    /// Consumers of streams within `lexi serve`.
    @Suite struct ServedConsumerTests {
        /// The words of the cards that were made, as often as they were reported.
        private static func words(_ address: NotingAddress) -> [String] {
            address.records.compactMap { record in
                let change = record["dynamodb"]
                let isCard = change?["Keys"]?["PK"]?["S"]?.stringValue?.hasPrefix("FLASHCARD#") ?? false
                return isCard ? change?["NewImage"]?["word"]?["S"]?.stringValue : nil
            }
        }

        private static func write(_ text: String, to path: String) throws {
            try Data(text.utf8).write(to: URL(filePath: path))
        }

        private func save(_ word: String, _ port: UInt16, _ token: String) async throws {
            let status = try await blocking {
                try WebClient(port, token: token).call("POST", "/v1/flashcards", ["word": .string(word)]).status
            }
            #expect(status == 201)
        }

        /// Changes that the service makes come to an address and to a program, each once, also over a restart; figures
        /// and log tell of it.
        @Test func bringsChanges() async throws {
            try await TemporaryFolder.with { folder in
                let (address, notes) = (NotingAddress(), folder.file("notes"))
                let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: address)
                let url = "http://127.0.0.1:\(try listener.start())/"
                try Self.write(
                    """
                    [{"name": "search", "url": "\(url)", "starting_position": "TRIM_HORIZON", "batch_size": 10,
                      "filters": [{"eventName": ["INSERT"]}], "checkpoint": "\(folder.file("search.json"))"},
                     {"name": "notes", "command": "cat >> \(notes)", "starting_position": "TRIM_HORIZON"}]
                    """, to: folder.file("consumers.json"))
                let words = ["--stream-consumers", folder.file("consumers.json")]
                let token = try Serving.token("ann", email: "ann@example.com")
                for (round, word) in ["apple", "pear"].enumerated() {
                    let serving = try await Serving.start(data: folder.file("data"), words, in: folder)
                    let port = serving.port
                    if round == 0 {
                        _ = try await blocking { try WebClient(port, token: token).call("POST", "/v1/users", [:]) }
                    }
                    try await save(word, port, token)
                    try await patiently("the address") { Self.words(address).contains(word) ? true : nil }
                    try await patiently("the program") {
                        let text = (try? String(contentsOfFile: notes, encoding: .utf8)) ?? ""
                        return text.contains(#""S":"\#(word)""#) ? true : nil
                    }
                    try await patiently("the figures") {
                        let metrics = try await blocking { try WebClient(port).call("GET", "/metrics").text }
                        return metrics.contains(#"lexi_stream_consumer_failures_total{consumer="search"} 0"#)
                            && !metrics.contains(#"lexi_stream_consumer_records_total{consumer="search"} 0.0"#)
                            ? true : nil
                    }
                    #expect(try await serving.stop() == .exited(0))
                    let log = serving.process.errors + serving.process.output
                    #expect(log.contains(#""consumer":"notes""#), "\(log)")
                }
                #expect(Self.words(address) == ["apple", "pear"])
                #expect(access(folder.file("data/consumer-notes.json"), R_OK) == 0)
                await listener.shutdown(grace: .zero)
            }
        }

        /// A handler that does not end holds the service up for the grace and no longer; its program is ended, and its
        /// batch comes again.
        @Test func stopsWithinTheGrace() async throws {
            try await TemporaryFolder.with { folder in
                let pid = folder.file("pid")
                try Self.write(
                    #"[{"name": "slow", "command": "echo $$ > \#(pid); exec sleep 600", "timeout": 900, "starting_position": "TRIM_HORIZON"}]"#,
                    to: folder.file("consumers.json"))
                let serving = try await Serving.start(
                    data: folder.file("data"),
                    ["--stream-consumers", folder.file("consumers.json"), "--grace", "1s"], in: folder)
                let (port, token) = (serving.port, try Serving.token("ann", email: "ann@example.com"))
                _ = try await blocking { try WebClient(port, token: token).call("POST", "/v1/users", [:]) }
                let program = try await patiently("the program") { () -> pid_t? in
                    let text = (try? String(contentsOfFile: pid, encoding: .utf8)) ?? ""
                    return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
                }
                #expect(try await serving.stop() == .exited(0))
                try await patiently("the end of the program") { kill(program, 0) == -1 ? true : nil }
                let kept = try String(contentsOfFile: folder.file("data/consumer-slow.json"), encoding: .utf8)
                #expect(!kept.contains("shardId"), "\(kept)")
            }
        }

        /// What cannot be is refused at the start, before anything is made, and the message names the place.
        @Test(arguments: [
            ("{}", "is not a JSON list"), ("[1]", "consumer 1 is not an object"),
            (#"[{"name": "a", "comand": "x"}]"#, "there is no member 'comand'"),
            (#"[{"command": "x"}]"#, "name is missing"), (#"[{"name": "a b", "command": "x"}]"#, "name must have"),
            (#"[{"name": "a"}]"#, "give one of url and command"),
            (#"[{"name": "a", "url": "http://x", "command": "y"}]"#, "give one of url and command"),
            (#"[{"name": "a", "url": "ftp://x"}]"#, "url must begin with"),
            (#"[{"name": "a", "command": "x", "batch_size": 0}]"#, "batch_size must be a whole number from 1 to 10000"),
            (#"[{"name": "a", "command": "x", "retries": 1.5}]"#, "retries must be"),
            (#"[{"name": "a", "command": "x", "bisect": 1}]"#, "bisect must be true or false"),
            (#"[{"name": "a", "command": "x", "starting_position": "NOW"}]"#, "starting_position must be"),
            (#"[{"name": "a", "command": "x", "filters": [{"a": 1}]}]"#, "consumer 1: the filter cannot be used"),
            (#"[{"name": "a", "command": "x"}, {"name": "a", "command": "y"}]"#, "two consumers are called 'a'"),
        ]) func refusesWhatCannotBe(text: String, reason: String) async throws {
            try await TemporaryFolder.with { folder in
                try Self.write(text, to: folder.file("consumers.json"))
                let ran = try await lexi(
                    [
                        "serve", "--port", "0", "--data", folder.file("none"), "--stream-consumers",
                        folder.file("consumers.json"),
                    ], in: folder)
                #expect(ran.end == .exited(1) && ran.errors.contains(reason), "\(ran.errors)")
                #expect(ran.errors.contains("--stream-consumers"))
                #expect(access(folder.file("none"), F_OK) != 0)
            }
        }
    }
}
