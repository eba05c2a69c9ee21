import JSONText

/// What Anki keeps of FSRS with a card: JSON in the column `data` of `cards` (Anki's `CardData`), with `s` for the
/// stability in days, `d` for the difficulty, `dr` for the desired retention, `decay`, and `lrt` for the last review in
/// seconds since 1970.
struct AnkiCardData: Equatable {
    var memory: CardMemory?
    var lastReviewedAt: Int?

    /// A longer text is not Anki's, which has a few numbers and at most a hundred bytes of other programs.
    static let maximumBytes = 1_000

    init(_ schedule: CardSchedule) {
        (memory, lastReviewedAt) = (schedule.memory, schedule.lastReviewedAt)
    }

    /// Reads what Anki wrote. A text that is not such JSON, or has other values in it, is ignored.
    init(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes, let json = try? JSONValue.parse(Array(text.utf8)) else { return }
        if let stability = json["s"]?.doubleValue, let difficulty = json["d"]?.doubleValue, stability > 0 {
            memory = CardMemory(
                stability: stability, difficulty: difficulty, decay: json["decay"]?.doubleValue,
                desiredRetention: json["dr"]?.doubleValue)
        }
        lastReviewedAt = json["lrt"]?.intValue.flatMap { CardFormatLimits.dayStarts.contains($0) ? $0 : nil }
    }

    /// As Anki writes it; nothing for a card of which FSRS knows nothing.
    var text: String {
        guard let memory else { return "" }
        var members = JSONObject()
        members["s"] = Self.number(memory.stability)
        members["d"] = Self.number(memory.difficulty)
        if let retention = memory.desiredRetention { members["dr"] = Self.number(retention) }
        if let decay = memory.decay { members["decay"] = Self.number(decay) }
        if let lastReviewedAt { members["lrt"] = .number(JSONNumber(lastReviewedAt)) }
        return JSONValue.object(members).description
    }

    private static func number(_ value: Double) -> JSONValue { JSONNumber(value).map { .number($0) } ?? .null }
}
