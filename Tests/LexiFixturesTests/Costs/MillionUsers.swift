import DynamoModel
import Testing

@testable import Lexi

/// What a million users need of the table, from measured units and from assumptions that stand here and nowhere else.
struct MillionUsers {
    static let users = 1_000_000.0
    /// The part of them that uses the app on a day.
    static let active = 0.2
    /// How much more comes in the busiest hour than on the average.
    static let peak = 5.0
    static let secondsPerDay = 86_400.0
    /// What a partition carries (Developer Guide, "Designing partition keys to distribute your workload").
    static let partitionLimits = CapacityUnits(read: 3_000, write: 1_000)

    /// What an active user does on a day: a request of ``CostCases`` and how often.
    static let day: [(route: String, situation: String, times: Double)] = [
        ("readMe", "", 2), ("statistics", "75 cards", 2), ("dueFlashcards", "20", 3), ("reviewFlashcard", "", 20),
        ("saveFlashcard", "", 3), ("listFlashcards", "newest 20", 1), ("listScenarios", "20 of the path", 1),
        ("startSession", "", 0.5), ("appendTurns", "two, by a service", 3), ("completeSession", "", 0.5),
        ("scoreSession", "", 0.5), ("readSession", "14 turns", 0.5),
    ]
    /// Turns of a session, which the turns that are appended above come to.
    static let turnsPerSession = 12.0

    let costs: [RequestCost]
    let sizes: ItemSizes

    private func cost(_ route: String, _ situation: String) throws -> RequestCost {
        try #require(costs.first { $0.route == route && $0.situation == situation }, "\(route) \(situation)")
    }

    /// How often in a second an action of this many times a day comes, on the average.
    private static func perSecond(_ times: Double) -> Double { users * active * times / secondsPerDay }

    /// Units a second, on the average.
    func average() throws -> CapacityUnits {
        try Self.day.reduce(CapacityUnits()) { sum, action in
            let units = try cost(action.route, action.situation).units
            let rate = Self.perSecond(action.times)
            return sum + CapacityUnits(read: units.read * rate, write: units.write * rate)
        }
    }

    /// Requests a second, on the average.
    var requests: Double { Self.perSecond(Self.day.reduce(0) { $0 + $1.times }) }

    /// Items of each kind that a user has after a year.
    var itemsPerUser: [(kind: ItemKind, count: Double)] {
        let days = 365 * Self.active
        let times = { (route: String) in Self.day.first { $0.route == route }?.times ?? 0 }
        let (cards, sessions) = (times("saveFlashcard") * days, times("startSession") * days)
        return [
            (.user, 1), (.statistics, 1), (.identityGuard, 1), (.emailGuard, 1), (.audit, 1), (.day, days),
            (.flashcard, cards), (.wordGuard, cards), (.loggedReview, times("reviewFlashcard") * days),
            (.session, sessions),
            (.prompt, sessions), (.scoring, sessions), (.turn, sessions * Self.turnsPerSession),
            (.feedRow, 1 + cards + sessions),
        ]
    }

    /// Bytes after a year, with indexes.
    func storage() throws -> Double {
        Self.users
            * (try itemsPerUser.reduce(0) { sum, items in
                sum + items.count * (try #require(sizes.bytes[items.kind], "\(items.kind)"))
            })
    }

    /// A partition key that many users share.
    struct SharedPartition {
        let name: String
        let operation: String
        /// Units a second and partition in the busiest hour, if the writes (or reads) spread evenly over `partitions`.
        let units: CapacityUnits
    }

    func sharedPartitions() throws -> [SharedPartition] {
        // As if all units that the operation takes of an index were those of this key, which is the most it can be.
        func shared(
            _ name: String, _ place: TableIndex, _ partitions: Int, _ route: String, _ situation: String = ""
        ) throws -> SharedPartition {
            let units = try cost(route, situation).places[place.name ?? LexiTable.defaultName] ?? CapacityUnits()
            let times = Self.day.filter { $0.route == route && $0.situation == situation }.reduce(0) { $0 + $1.times }
            let rate = Self.perSecond(times) * Self.peak / Double(partitions)
            return SharedPartition(
                name: name, operation: route,
                units: CapacityUnits(read: units.read * rate, write: units.write * rate))
        }
        return [
            try shared(
                "`JOB#SCORING#{shard}`, \(Shard.scoringJobs) shards", .gsi2, Shard.scoringJobs, "completeSession"),
            try shared("`SCENARIO#ACTIVE`, which everybody reads", .gsi1, 1, "listScenarios", "20 of the path"),
        ]
    }
}
