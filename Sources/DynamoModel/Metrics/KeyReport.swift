/// What a rule of Contributor Insights found: the keys with the most units or throttles, of some minutes.
public struct KeyReport: Sendable, Equatable {
    /// A key with what came of it.
    public struct Contributor: Sendable, Equatable {
        /// The values of the key's attributes, as texts.
        public let values: [String]
        /// What came of it, about, by minute since 1970.
        public let minutes: [Int: Double]

        /// A key by the texts of its attributes, with its units or throttles by minute.
        public init(values: [String], minutes: [Int: Double]) {
            self.values = values
            self.minutes = minutes
        }

        /// The sum over all minutes.
        public var total: Double { minutes.values.reduce(0, +) }
    }

    /// What came of all keys in a minute.
    public struct Minute: Sendable, Equatable {
        /// What came of all keys in the minute.
        public let total: Double
        /// How many keys were watched.
        public let keys: Int

        /// What came of all keys in a minute, and of how many keys.
        public init(total: Double, keys: Int) {
            self.total = total
            self.keys = keys
        }
    }

    /// The names of the key's attributes.
    public let names: [String]
    /// The keys, those with the most first.
    public let contributors: [Contributor]
    /// By minute since 1970.
    public let minutes: [Int: Minute]

    /// The contributors, most first, and all minutes of the time that was asked for.
    public init(names: [String], contributors: [Contributor], minutes: [Int: Minute]) {
        self.names = names
        self.contributors = contributors
        self.minutes = minutes
    }
}
