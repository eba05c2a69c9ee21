import JSONText
import TestSupport

/// What a learner has learnt, as a service shows it: the same on two services when they took in the same reviews.
enum LearnedState {
    /// The learner's cards with their logs, A–Z.
    static func cards(_ port: UInt16, _ token: String) async throws -> [JSONValue] {
        let file = try await get(port, token, "/v1/flashcards/export?format=json")["flashcards"]?.arrayValue ?? []
        return file.sorted { ($0["word"]?.stringValue ?? "") < ($1["word"]?.stringValue ?? "") }
    }

    /// Cards with their logs, statistics and days, without ids and times of writing.
    static func read(_ port: UInt16, _ token: String) async throws -> [String] {
        let cards = try await cards(port, token).map { card in
            let reviews = (card["reviews"]?.arrayValue ?? []).map {
                "\($0["rating"] ?? .null) \($0["reviewed_at"] ?? .null)"
            }
            let names = [
                "word", "review_count", "repetition_count", "interval_days", "ease_factor", "lapse_count",
                "last_reviewed_at",
            ]
            // A card that was never reviewed is due since it was made.
            let due = reviews.isEmpty ? JSONValue.null : card["next_review_at"] ?? .null
            return "\(names.map { card[$0] ?? .null }) \(due) \(reviews)"
        }
        let statistics = try await get(port, token, "/v1/me/statistics")
        let days = try await get(port, token, "/v1/me/activity?from=2026-03-01&to=2026-04-30")
        return cards + ["\(statistics)", "\(days)"]
    }

    private static func get(_ port: UInt16, _ token: String, _ path: String) async throws -> JSONValue {
        try await patiently("an answer of \(path)") {
            let answer = try? await blocking { try WebClient(port, token: token).call("GET", path) }
            return answer?.status == 200 ? answer?.json : nil
        }
    }
}
