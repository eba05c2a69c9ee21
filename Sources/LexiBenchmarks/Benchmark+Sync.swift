import Foundation
import JSONText

// What a device that was offline asks for and sends.
extension Benchmark {
    /// What `--only` calls it.
    static let syncName = "sync"
    /// As many changes as a page of the feed may have.
    private static let changes = 1_000
    /// As many reviews as an upload may have.
    private static let reviews = 500
    private static let uploads = 4

    /// Measures the CPU that a page of 1,000 changes takes, and 1,000 reviews in two uploads.
    func measureSync() throws {
        try withServer { server, _ in
            let population = try Population(lexi: lexi, environment: environment, server: server)
            let token = population.tokens[Population.userCount - 1]
            let words = (0..<Self.changes).map { "{\"word\":\"sync word \($0)\"}" }.joined(separator: ",")
            let file = "{\"flashcards\":[\(words)]}"
            let made = try HTTPClient.request(
                port: server.port, "POST", "/v1/flashcards/import", token: token, body: file)
            guard made.status == 200 else { throw BenchmarkError("importing: \(made.status)") }
            try measureChanges(server, token)
            try measureUploads(server, token)
        }
    }

    private func measureChanges(_ server: ServerProcess, _ token: String) throws {
        let request = HTTPClient.head("GET", "/v1/sync/changes?limit=\(Self.changes)", token: token, body: nil)
        let (before, rounds) = (server.processorTime, plan.rounds)
        let result = try LoadGenerator.run(
            port: server.port, connections: 1, expectedStatus: 200, request: { _, _ in request },
            stop: { $1 > UInt64(Double(rounds) * plan.secondsPerRound * 1e9) })
        guard result.failures == 0 else { throw BenchmarkError("the changes were refused") }
        let used = (server.processorTime - before) * 1e3 / Double(result.requests)
        print("sync, \(Self.changes) changes in a page: \(format(used, 2)) ms of CPU (mean of \(result.requests))")
    }

    private func measureUploads(_ server: ServerProcess, _ token: String) throws {
        let page = try HTTPClient.request(port: server.port, "GET", "/v1/flashcards?limit=100", token: token)
        let cards = try JSONValue.parse(page.body)["items"]?.arrayValue?.compactMap { $0["flashcard_id"]?.stringValue }
        guard let cards, !cards.isEmpty else { throw BenchmarkError("listing cards: \(page.status)") }
        let day = Int(Date().timeIntervalSince1970) - 20 * 86_400
        let clock = ISO8601DateFormatter()
        var used = 0.0
        for upload in 0..<Self.uploads {
            let reviews = (0..<Self.reviews).map { number in
                let serial = upload * Self.reviews + number
                let time = clock.string(from: Date(timeIntervalSince1970: Double(day + serial * 60)))
                return """
                    {"review_id":"\(String(format: "01J%023d", serial))","flashcard_id":"\(cards[number % cards.count])",\
                    "rating":"good","reviewed_at":"\(time)"}
                    """
            }
            let before = server.processorTime
            let answer = try HTTPClient.request(
                port: server.port, "POST", "/v1/sync/reviews", token: token,
                body: "{\"reviews\":[\(reviews.joined(separator: ","))]}")
            used += server.processorTime - before
            let applied = try JSONValue.parse(answer.body)["results"]?.arrayValue?.filter { $0["status"] == "applied" }
            guard applied?.count == Self.reviews else {
                throw BenchmarkError("an upload was refused: \(answer.status)")
            }
        }
        let each = used * 1e3 * Double(Self.changes) / Double(Self.uploads * Self.reviews)
        print("sync, \(Self.changes) reviews of 100 cards sent: \(format(each, 1)) ms of CPU\n")
    }
}
