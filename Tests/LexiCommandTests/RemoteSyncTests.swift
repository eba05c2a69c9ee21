import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    /// Two devices of one learner at the same time, each on a separate service, over one table at an endpoint: both
    /// services and the endpoint are killed meanwhile, and answers get lost after the table has done what was asked.
    /// In the end everything is as it is on a service with an embedded table that nothing happens to.
    @Suite struct RemoteSyncTests {
        @Test(arguments: [21, 22] as [UInt64]) func twoDevices(seed: UInt64) async throws {
            try await TemporaryFolder.with { folder in
                let phases = SyncScript.phases(seed: seed)
                let expected = try await Self.undisturbed(phases, seed, in: folder)
                let world = try await HarmedServices.start(in: folder)
                let token = try Serving.token("ann", email: "ann@example.com")
                let cards = try await SyncScript.prepare(world.port(of: 0), token, seed)
                let killer = Task { try await world.killWhenDue(seed: seed) }
                world.isHarming = true
                for phase in phases {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for device in 0...1 {
                            group.addTask {
                                let calls = phase.calls(ofDevice: device, cards)
                                for call in calls {
                                    world.noteCall()
                                    try await call.insist(token) { world.port(of: device) }
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                world.isHarming = false
                world.endCalls()
                let kills = try await killer.value
                #expect(kills >= 2 && world.lost >= 8, "\(kills) kills, \(world.lost) answers lost")
                for device in 0...1 {
                    #expect(try await LearnedState.read(world.port(of: device), token) == expected)
                }
                try await world.stop()
                let check = try await lexi(["table", "check", "--data", folder.file("table")], in: folder)
                #expect(check.end == .exited(0), "\(check.output)\(check.errors)")
                try await Audit(data: folder.file("table")).expectWhole()
            }
        }

        /// The same calls one after the other, on a service that nothing happens to.
        private static func undisturbed(
            _ phases: [SyncScript.Phase], _ seed: UInt64, in folder: TemporaryFolder
        ) async throws -> [String] {
            let serving = try await Serving.start(data: folder.file("own"), ["--log-level", "error"], in: folder)
            let token = try Serving.token("ann", email: "ann@example.com")
            let cards = try await SyncScript.prepare(serving.port, token, seed)
            for phase in phases {
                for call in phase.calls(ofDevice: 0, cards) + phase.calls(ofDevice: 1, cards) {
                    try await call.insist(token) { serving.port }
                }
            }
            let state = try await LearnedState.read(serving.port, token)
            #expect(try await serving.stop() == .exited(0))
            return state
        }
    }
}

/// What two devices do: phases after which both have done all of theirs.
private enum SyncScript {
    private static let words = 10
    private static let reviews = 160

    /// A review of a card, which is named by its number.
    struct Review {
        let id: String
        let card: Int
        let rating: String
        let reviewedAt: String

        func json(_ cards: [String]) -> JSONObject {
            [
                "review_id": .string(id), "flashcard_id": .string(cards[card]), "rating": .string(rating),
                "reviewed_at": .string(reviewedAt),
            ]
        }
    }

    enum Step {
        case upload([Review])
        case review(Review)
        case takeBack(Review)
        case delete(card: Int)
    }

    struct Phase {
        let steps: [[Step]]

        func calls(ofDevice device: Int, _ cards: [String]) -> [SyncCall] { steps[device].map { SyncCall($0, cards) } }
    }

    /// Reviews of both devices, some sent by both; the last ones of some cards are taken back; cards are deleted; and
    /// more reviews come, those that were taken back among them.
    static func phases(seed: UInt64) -> [Phase] {
        var random = SeededGenerator(seed: seed)
        let all = (0..<reviews).map { review($0, &random) }
        let (early, late) = (Array(all.prefix(reviews * 3 / 4)), Array(all.suffix(reviews / 4)))
        let last = (0..<4).compactMap { card in
            early.filter { $0.card == card }.max { ($0.reviewedAt, $0.id) < ($1.reviewedAt, $1.id) }
        }
        return [
            Phase(steps: [steps(early, &random), steps(early.reversed(), &random)]),
            Phase(steps: [last.prefix(2).map { .takeBack($0) }, last.suffix(2).map { .takeBack($0) }]),
            Phase(steps: [[.delete(card: 4)], [.delete(card: 5)]]),
            Phase(steps: [steps(late, &random), steps(late.shuffled(using: &random) + last, &random)]),
        ]
    }

    private static func review(_ number: Int, _ random: inout SeededGenerator) -> Review {
        let time = "2026-03-\(10 + random.int(0...14))T0\(random.int(0...9)):\(10 + number % 50):0\(number % 10)Z"
        return Review(
            id: "01J00000000000000000\(100_000 + number)", card: random.int(0...words - 1),
            rating: random.pick(["forgot", "hard", "good", "easy"]), reviewedAt: time)
    }

    /// The reviews in uploads of several and calls of one.
    private static func steps(_ reviews: [Review], _ random: inout SeededGenerator) -> [Step] {
        var rest = reviews[...]
        var steps: [Step] = []
        while let first = rest.first {
            if random.once(in: 3) {
                steps.append(.review(first))
                rest = rest.dropFirst()
            } else {
                let part = Array(rest.prefix(random.int(2...25)))
                steps.append(.upload(part))
                rest = rest.dropFirst(part.count)
            }
        }
        return steps
    }

    /// Registers the learner, with FSRS for odd seeds, and saves the cards.
    ///
    /// - Returns: their ids.
    static func prepare(_ port: UInt16, _ token: String, _ seed: UInt64) async throws -> [String] {
        try await blocking {
            let client = try WebClient(port, token: token)
            #expect(try client.call("POST", "/v1/users", [:]).status == 201)
            if seed % 2 == 1 {
                let changed = try client.call(
                    "PATCH", "/v1/me", ["scheduler": ["algorithm": "fsrs"]], headers: ["If-Match": "*"])
                #expect(changed.status == 200, "\(changed.text)")
            }
            return try (0..<words).map { number in
                let saved = try client.call("POST", "/v1/flashcards", ["word": .string("word \(number)")])
                guard saved.status == 201, let id = saved.json["flashcard_id"]?.stringValue else {
                    throw HelperError(saved.text)
                }
                return id
            }
        }
    }
}

/// A call that a device sends until it is answered for good.
private struct SyncCall: Sendable {
    private let method: String
    private let path: String
    private let body: JSONValue?
    /// Answers after which it is done, those of a call that was done before among them.
    private let ends: Set<Int>

    init(_ step: SyncScript.Step, _ cards: [String]) {
        switch step {
        case .upload(let reviews):
            (method, path, ends) = ("POST", "/v1/sync/reviews", [200])
            body = ["reviews": .array(reviews.map { .object($0.json(cards)) })]
        case .review(let review):
            (method, path, ends) = ("POST", "/v1/flashcards/\(cards[review.card])/reviews", [200, 201, 404])
            var fields = review.json(cards)
            fields["flashcard_id"] = nil
            body = .object(fields)
        case .takeBack(let review):
            (method, path) = ("DELETE", "/v1/flashcards/\(cards[review.card])/reviews/\(review.id)")
            (body, ends) = (nil, [200, 404, 409])
        case .delete(let card):
            (method, path) = ("DELETE", "/v1/flashcards/\(cards[card])")
            (body, ends) = (nil, [204, 404])
        }
    }

    /// - Parameter port: where the service listens now.
    func insist(_ token: String, _ port: @escaping @Sendable () -> UInt16) async throws {
        let answer = try await patiently("an answer of \(path)") { () -> WebClient.Answer? in
            let headers = method == "DELETE" && !path.contains("/reviews/") ? ["If-Match": "*"] : [:]
            let answer = try? await blocking {
                try WebClient(port(), token: token).call(method, path, body, headers: headers)
            }
            // Nobody answered, or the table did not: the app sends the call again.
            guard let answer, answer.status < 500 else {
                try await Task.sleep(for: .milliseconds(30))
                return nil
            }
            return answer
        }
        #expect(ends.contains(answer.status), "\(method) \(path): \(answer.status) \(answer.text)")
        for result in answer.json["results"]?.arrayValue ?? [] {
            let reason = result["reason"]?.stringValue
            #expect(reason == nil || reason == "There is no such flashcard.", "\(result)")
        }
    }
}
