/// A moment as definitions keep it: in whole milliseconds since 1970, which are exact and plenty.
struct StoredTime: Codable, Sendable, Equatable {
    private let milliseconds: Int

    init(seconds: Double) { milliseconds = Int((seconds * 1000).rounded()) }

    /// Seconds since 1970, as DynamoDB shows times.
    var seconds: Double { Double(milliseconds) / 1000 }

    init(from decoder: any Decoder) throws { milliseconds = try decoder.singleValueContainer().decode(Int.self) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
