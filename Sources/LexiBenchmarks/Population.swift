import Foundation
import JSONText

/// The users that load the server, with their tokens and cards.
final class Population {
    /// One for each connection, so that no two connections write the same user's data.
    static let userCount = 64
    /// Cards that each user has from the start.
    static let cardsPerUser = 40

    let port: UInt16
    /// Where the table answers DynamoDB's protocol.
    let tablePort: UInt16
    let tokens: [String]
    /// For each user, ids of cards that can be read and reviewed.
    private(set) var cards: [[String]] = []
    private var serial = 0

    /// Registers the users and gives each their first cards.
    init(lexi: String, environment: [String: String], server: ServerProcess) throws {
        (port, tablePort) = (server.port, server.tablePort)
        tokens = try (0..<Self.userCount).map { try Self.token(lexi: lexi, environment: environment, user: $0) }
        for token in tokens {
            let answer = try HTTPClient.request(port: port, "POST", "/v1/users", token: token, body: "{}")
            guard answer.status == 201 else {
                throw BenchmarkError("registering: \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
        try grow(by: Self.userCount * Self.cardsPerUser)
        try refresh()
    }

    /// A number that no other run has, so that each run creates separate things.
    func nextSerial() -> Int {
        serial += 1
        return serial
    }

    /// Adds cards, spread over the users.
    func grow(by count: Int) throws {
        let request = Workload.create.request(self, nextSerial())
        let result = try LoadGenerator.run(
            port: port, connections: Self.userCount, expectedStatus: 201, request: request,
            stop: { answers, _ in answers > count - Self.userCount })
        guard result.failures == 0 else { throw BenchmarkError("\(result.failures) cards could not be created") }
    }

    /// Reads which cards there are: up to 100 of each user.
    func refresh() throws {
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

    /// A token of the shared secret.
    ///
    /// - Parameter words: further settings.
    static func token(
        lexi: String, environment: [String: String], user: Int, _ words: [String] = []
    ) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: lexi)
        process.arguments =
            [
                "token", "--sub", "bench-\(user)", "--email", "bench-\(user)@example.com", "--expires", "1d",
            ] + words
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
