import Foundation
import JSONText

/// The users that load the server, with their tokens and cards.
struct Population {
    /// One for each connection, so that no two connections write the same user's data.
    static let userCount = 64
    /// Cards that each user has from the start.
    static let cardsPerUser = 40

    let port: UInt16
    let tokens: [String]
    /// For each user, ids of cards that can be read and reviewed.
    private(set) var cards: [[String]] = []

    /// Registers the users and gives each their first cards.
    init(lexi: String, environment: [String: String], port: UInt16) throws {
        self.port = port
        tokens = try (0..<Self.userCount).map { try Self.token(lexi: lexi, environment: environment, user: $0) }
        for token in tokens {
            let answer = try HTTPClient.request(port: port, "POST", "/v1/users", token: token, body: "{}")
            guard answer.status == 201 else {
                throw BenchmarkError("registering: \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
        try grow(by: Self.userCount * Self.cardsPerUser, serial: "first")
        try refresh()
    }

    /// Adds cards, spread over the users.
    func grow(by count: Int, serial: String) throws {
        let request = Workload.create(serial).request(self)
        let result = try LoadGenerator.run(
            port: port, connections: Self.userCount, expectedStatus: 201, request: request,
            stop: { answers, _ in answers > count - Self.userCount })
        guard result.failures == 0 else { throw BenchmarkError("\(result.failures) cards could not be created") }
    }

    /// Reads which cards there are: up to 100 of each user.
    mutating func refresh() throws {
        cards = try tokens.map { token in
            let answer = try HTTPClient.request(port: port, "GET", "/v1/flashcards?limit=100", token: token)
            guard case .object(let page) = try JSONValue.parse(answer.body), case .array(let items)? = page["items"]
            else { throw BenchmarkError("listing cards: \(answer.status)") }
            return items.compactMap { item in
                guard case .object(let card) = item, case .string(let id)? = card["flashcard_id"] else { return nil }
                return id
            }
        }
    }

    private static func token(lexi: String, environment: [String: String], user: Int) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: lexi)
        process.arguments = [
            "token", "--sub", "bench-\(user)", "--email", "bench-\(user)@example.com", "--expires", "1d",
        ]
        process.environment = environment
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let token = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard process.terminationStatus == 0, !token.isEmpty else { throw BenchmarkError("lexi token failed") }
        return token
    }
}

/// A kind of request that the benchmark makes.
struct Workload: Sendable {
    let name: String
    let expectedStatus: Int
    /// Makes the requests, given who makes them.
    let request: @Sendable (Population) -> LoadGenerator.Request

    /// Reading one card: the token is checked, the item read, and JSON written.
    static let get = Workload(name: "get one flashcard", expectedStatus: 200) { population in
        { connection, number in
            let cards = population.cards[connection]
            return HTTPClient.head(
                "GET", "/v1/flashcards/\(cards[number % cards.count])", token: population.tokens[connection], body: nil)
        }
    }

    /// The first page of due cards.
    static let due = Workload(name: "due list of 20", expectedStatus: 200) { population in
        { connection, _ in
            HTTPClient.head("GET", "/v1/flashcards/due?limit=20", token: population.tokens[connection], body: nil)
        }
    }

    /// Reviewing a card, durably: card, review, statistics, day and feed in one transaction.
    static let review = Workload(name: "review a card", expectedStatus: 201) { population in
        { connection, number in
            let cards = population.cards[connection]
            return HTTPClient.head(
                "POST", "/v1/flashcards/\(cards[number % cards.count])/reviews", token: population.tokens[connection],
                body: #"{"rating":"good"}"#)
        }
    }

    /// Creating a card, durably: card, word guard, statistics and feed in one transaction.
    static func create(_ serial: String) -> Workload {
        Workload(name: "create a card", expectedStatus: 201) { population in
            { connection, number in
                HTTPClient.head(
                    "POST", "/v1/flashcards", token: population.tokens[connection],
                    body: """
                        {"word":"\(serial) \(connection) \(number)","word_type":"noun","translation_vi":"từ thứ \(number)",\
                        "example_sentence":"This sentence shows how the word number \(number) is used in a conversation."}
                        """)
            }
        }
    }
}
