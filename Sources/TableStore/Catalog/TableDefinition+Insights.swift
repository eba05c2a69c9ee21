extension TableDefinition {
    /// Whether insights are on, and since when.
    package struct Insights: Sendable, Equatable {
        package var isEnabled: Bool
        /// Which keys are counted, as requests spell it.
        package var mode: String
        private var changed: StoredTime

        /// - Parameter since: in seconds since 1970.
        package init(isEnabled: Bool, mode: String, since: Double) {
            self.isEnabled = isEnabled
            self.mode = mode
            changed = StoredTime(seconds: since)
        }

        /// In seconds since 1970, to the millisecond.
        package var since: Double { changed.seconds }
    }
}

extension TableDefinition.Insights: Codable {
    package init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        isEnabled = try list.decode(Bool.self)
        mode = try list.decode(String.self)
        changed = try list.decode(StoredTime.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(isEnabled)
        try list.encode(mode)
        try list.encode(changed)
    }
}
