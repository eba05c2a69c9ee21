import Glibc
import JSONText
import Synchronization
import TestSupport
import Testing

extension ProcessTests {
    /// Calls of many transactions that `kill -9` cuts off and the app sends again: in the end everything is as it is on
    /// a service that was never killed.
    @Suite struct SyncKillTests {
        private static let words = 160
        private static let reviews = 900
        private static let kills = 4

        /// A file is imported once, its logs included, and its answer is the same, however often the import is cut off,
        /// with a key and without one.
        @Test(arguments: ["k", nil]) func imports(key: String?) async throws {
            try await TemporaryFolder.with { folder in
                let file = Self.file
                let expected = try await Self.run(folder.file("whole"), in: folder) { service in
                    try await service.insistently(Self.importPath, file, key: key)
                }
                let killed = try await Self.run(folder.file("killed"), in: folder) { service in
                    for kill in 1...Self.kills {
                        try await service.cutOff(after: .milliseconds(40 * kill), Self.importPath, file, key: key)
                    }
                    return try await service.insistently(Self.importPath, file, key: key)
                }
                #expect(killed.told == expected.told)
                #expect(killed.state == expected.state)
                #expect(expected.told["imported"]?.intValue == Self.words)
            }
        }

        /// Reviews of two devices, sent in parts that overlap: cards, logs, statistics, days and streak are the fold.
        @Test func uploads() async throws {
            try await TemporaryFolder.with { folder in
                let words = JSONValue.object([
                    "flashcards": .array((0..<Self.words).map { ["word": .string("word \($0)")] })
                ])
                var states: [[String]] = []
                for isKilled in [false, true] {
                    let end = try await Self.run(folder.file("\(isKilled)"), in: folder) { service in
                        let told = try await service.insistently(Self.importPath, words, key: nil)
                        var random = SeededGenerator(seed: 11)
                        var parts = Self.parts(try await service.cardIDs(), &random)
                        // The second device sends in another order, and some of the first's once more.
                        if isKilled { parts = Array(parts.reversed()) + parts.prefix(1) }
                        for (number, part) in parts.enumerated() {
                            if isKilled, number < Self.kills {
                                let pause = Duration.milliseconds(15 * (number + 1))
                                try await service.cutOff(after: pause, Self.uploadPath, part, key: nil)
                            }
                            let results = try await service.insistently(Self.uploadPath, part, key: nil)
                            let statuses = (results["results"]?.arrayValue ?? []).map { $0["status"]?.stringValue }
                            #expect(statuses.count == 300)
                            #expect(statuses.allSatisfy { $0 == "applied" || $0 == "duplicate" })
                        }
                        return told
                    }
                    states.append(end.state)
                }
                #expect(states[0] == states[1])
                #expect(states[0].joined().contains("good"))
            }
        }

        private static let importPath = "/v1/flashcards/import"
        private static let uploadPath = "/v1/sync/reviews"

        /// Cards with logs, some of whose reviews have no id.
        private static var file: JSONValue {
            var random = SeededGenerator(seed: 7)
            let cards = (0..<words).map { number -> JSONValue in
                let reviews = (0..<number % 5).map { review -> JSONValue in
                    var fields: JSONObject = [
                        "rating": .string(random.pick(["forgot", "hard", "good", "easy"])),
                        "reviewed_at": .string("2026-03-1\(review)T0\(number % 10):00:00Z"),
                    ]
                    if review % 2 == 0 { fields["review_id"] = .string("01J0000000000000000000000\(review)") }
                    return .object(fields)
                }
                return ["word": .string("word \(number)"), "reviews": .array(reviews)]
            }
            return ["flashcards": .array(cards)]
        }

        private static func parts(_ cards: [String], _ random: inout SeededGenerator) -> [JSONValue] {
            var all: [JSONValue] = []
            for number in 0..<reviews {
                let digits = "\(100_000 + number)"
                all.append([
                    "review_id": .string("01J00000000000000000\(digits)"), "flashcard_id": .string(random.pick(cards)),
                    "rating": .string(random.pick(["forgot", "hard", "good", "easy"])),
                    "reviewed_at": .string("2026-03-\(10 + number % 15)T0\(number % 10):0\(number % 7):00Z"),
                ])
            }
            return stride(from: 0, to: reviews, by: 300).map { ["reviews": .array(Array(all[$0..<$0 + 300]))] }
        }

        /// Lets a new learner work on a separate service, and holds the table against its rules in the end.
        private static func run(
            _ data: String, in folder: TemporaryFolder, _ body: (KilledService) async throws -> JSONValue
        ) async throws -> (told: JSONValue, state: [String]) {
            let service = try await KilledService(data: data, in: folder)
            var told = try #require(try await body(service).objectValue)
            told["rows"] = nil
            let state = try await service.state()
            #expect(try await service.serving.stop() == .exited(0))
            let check = try await lexi(["table", "check", "--data", data], in: folder)
            #expect(check.end == .exited(0), "\(check.output)\(check.errors)")
            try await Audit(data: data).expectWhole()
            return (.object(told), state)
        }
    }
}

/// A service that is killed and started again, and its one learner.
private final class KilledService {
    private(set) var serving: Serving
    private let data: String
    private let folder: TemporaryFolder
    private let token: String

    init(data: String, in folder: TemporaryFolder) async throws {
        self.data = data
        self.folder = folder
        token = try Serving.token("ann", email: "ann@example.com")
        serving = try await Serving.start(data: data, ["--log-level", "error"], in: folder)
        _ = try await call("POST", "/v1/users", [:])
    }

    private func call(
        _ method: String, _ path: String, _ body: JSONValue? = nil, key: String? = nil
    ) async throws -> WebClient.Answer {
        try await Self.call(serving.port, token, method, path, body, key)
    }

    private static func call(
        _ port: UInt16, _ token: String, _ method: String, _ path: String, _ body: JSONValue?, _ key: String?
    ) async throws -> WebClient.Answer {
        try await blocking {
            try WebClient(port, token: token).call(
                method, path, body, headers: key.map { ["Idempotency-Key": $0] } ?? [:])
        }
    }

    /// Sends a call and kills the service so long after; starts it again.
    func cutOff(after pause: Duration, _ path: String, _ body: JSONValue, key: String?) async throws {
        let (port, token) = (serving.port, token)
        async let answer = try? Self.call(port, token, "POST", path, body, key)
        try await Task.sleep(for: pause)
        serving.process.signal(SIGKILL)
        _ = await answer
        #expect(try await serving.process.wait() == .killed(SIGKILL))
        serving = try await Serving.start(data: data, ["--log-level", "error"], in: folder)
    }

    /// Sends a call until it is answered: one that is being carried out, as far as the service knows, comes again
    /// later.
    func insistently(_ path: String, _ body: JSONValue, key: String?) async throws -> JSONValue {
        let (port, token) = (serving.port, token)
        return try await patiently("an answer of \(path)") {
            let answer = try await Self.call(port, token, "POST", path, body, key)
            if answer.status == 409 || answer.status == 503 {
                let type = answer.json["type"]?.stringValue
                #expect(type == (key == nil ? "/problems/unavailable" : "/problems/idempotency-key-in-use"))
                try await Task.sleep(for: .milliseconds(200))
                return nil
            }
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json
        }
    }

    func cardIDs() async throws -> [String] {
        try await cards().compactMap { $0["flashcard_id"]?.stringValue }
    }

    private func cards() async throws -> [JSONValue] {
        try await LearnedState.cards(serving.port, token)
    }

    func state() async throws -> [String] { try await LearnedState.read(serving.port, token) }
}
