/// Point-in-time recovery of a table that is on.
package struct RecoveryWindow: Sendable, Equatable {
    /// How many days back the table can be restored: 1 to 35.
    package var days: Int
    /// Since when changes are recorded, in milliseconds since 1970.
    package var since: Int

    package static let defaultDays = 35
    package static let milliseconds = 86_400_000

    /// The earliest time that the table can be restored to.
    ///
    /// - Parameter latest: the present, or when the table was removed.
    package func earliest(_ latest: Int) -> Int { max(since, latest - days * Self.milliseconds) }
}

/// Stored as a list of two numbers: the days, and since when.
extension RecoveryWindow: Codable {
    package init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        days = try list.decode(Int.self)
        since = try list.decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(days)
        try list.encode(since)
    }
}
