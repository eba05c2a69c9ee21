/// What a rule of Contributor Insights found: the keys with the most units or throttles, of some minutes.
public struct KeyReport: Sendable, Equatable {
    /// A key with what came of it.
    public struct Contributor: Sendable, Equatable {
        /// The values of the key's attributes, as texts.
        public let values: [String]
        /// What came of it, about, by minute since 1970.
        public let minutes: [Int: Double]

        /// A key.
        public init(values: [String], minutes: [Int: Double]) {
            self.values = values
            self.minutes = minutes
        }

        /// All of it.
        public var total: Double { minutes.values.reduce(0, +) }
    }

    /// What came of all keys in a minute.
    public struct Minute: Sendable, Equatable {
        /// The sum.
        public let total: Double
        /// How many keys were watched.
        public let keys: Int

        /// A minute.
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

    /// A report.
    public init(names: [String], contributors: [Contributor], minutes: [Int: Minute]) {
        self.names = names
        self.contributors = contributors
        self.minutes = minutes
    }
}
