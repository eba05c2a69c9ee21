import DynamoModel
import Lexi

/// The keys and all access patterns, for people.
enum AccessPatternsDocument {
    static var text: String {
        """
        # Keys and access patterns of the LexiApp table

        \(SchemaDocuments.origin) In keys, `#` and `%`
        and control characters of a component are written as `%` and two hexadecimal digits; sequence numbers have 12
        digits, turns 5, orders 6. Shards: \(Shard.users) of users, \(Shard.scoringJobs) of scoring jobs, \
        \(Shard.usage) of a scenario's usage.

        ## Indexes

        | Index | Keys | Projection |
        |---|---|---|
        \(rows(indexRows))

        ## Items

        | Item | PK | SK | Index keys (PK / SK) |
        |---|---|---|---|
        \(rows(itemRows))

        ## Reads

        Units are those of the case that the last column names; reads that hydrate include the batch get.

        | # | Operation | Call | Key condition | Order | Consistency | Read units |
        |---|---|---|---|---|---|---|
        \(rows(AccessPatterns.all.filter { !$0.operation.isWrite }.map(readRow)))

        ## Writes

        Each but the removals in batches is one transaction, and nothing of it is done when a condition fails.

        | # | Operation | Writes (under the condition that) | Write units |
        |---|---|---|---|
        \(rows(AccessPatterns.all.filter { $0.operation.isWrite }.map(writeRow)))

        ## Where this differs from the first design, and why

        - Users by role and by status (32) are complete and sharded, in GSI3 and GSI4, in place of a sparse key in GSI3 for
          admins or inactive users: one key cannot say both of an inactive admin, and learners can be listed too.
        - Every write of a user's data is conditional on the feed sequence in the user's statistics, and writes that item
          whole: the sequence then has no gaps, its order is the order of the commits, and counters and streak can be
          computed from what was read. Writers of one user queue up in the process, so that they seldom collide.
        - The newest day of a user is counted in their statistics (`open_day`), and in its item when another day becomes the
          newest: a review then writes no day. Days are read with the statistics before and after them.
        - The statistics page (16) is four calls: 1b twice, 4 and 12a. A count does not go by days, so that 12a reads the sort
          keys of the first \(LexiLimits.forecastCards) cards that are due or become due, and where there are more, in a
          fifth call, of as many that are not due yet: what is said of the rest is "at least", and the cost is bounded. What a review
          counts for in the retention of its day depends on the fold: cards keep what they count for in the last days, so that
          the difference goes to the days when a late review or another scheduler changes it.
        - Scoring jobs (23) are sorted by the time at which scores were asked for.
        - Reviews stand under their times, each with the state of the card after it, and a guard keeps the id unique; a review
          whose id the service made needs none, since the id says its time (9h, 40c). A page of a log costs a page, and a late
          review reads what comes after it. Tables of older programs have the reviews under their ids (`REVIEW#…`, with index
          keys); such logs are read as they are, and moved when their card is reviewed.
        - The statistics name the deleted cards whose reviews are still to be removed, and stand in GSI2 as long as there are any:
          the next write of the user removes them, and so does a server that starts.
        - A review that was taken back (39b) is kept under `TAKENBACK#…`, where no fold reads it; its id is free again.
        - Cards have a row in their user's partition for each tag (13a). The guard of a card's word also has the terms that a
          search finds the card by: the words of word, translation and tags. A search (13d) reads the guards, up to
          \(LexiLimits.wordsSearched) for a page, and picks those with its prefixes, so that saving a card costs no item for it.
          Older programs kept a row for each term; after the first search of their users the guards are completed (38b) and the
          rows removed (13e, 38c) in the background, and searches read the cards besides until that is done. Suspended cards
          stand in GSI2 apart from those that are due, leeches in GSI5; those of older programs are moved there (38d).
        - Idempotency records (34) stand in the partition of the user who calls, so that they go with the account; those of
          callers without one stand under a hash of who they are.
        - The turns of a deleted session are removed as the reviews of a deleted card are: the statistics name it until then.
        - What admins do to a scenario stands in the scenario's partition (5a), so that it stays when the admin's account goes.
        - Registering (35) also writes the user's row in the change feed.

        """
    }

    private static func rows(_ rows: [[String]]) -> String {
        rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private static var indexRows: [[String]] {
        TableIndex.allCases.map { index in
            [
                index.name ?? "(table)", "`\(index.partitionAttribute)`, `\(index.sortAttribute)`",
                index.projection.projectionType,
            ]
        }
    }

    private static var itemRows: [[String]] {
        ItemKind.allCases.map { kind in
            let indexKeys = kind.indexKeys.map { "\($0.index.rawValue) `\($0.partition)` / `\($0.sort)`" }
            return [
                kind.rawValue, "`\(kind.key.partition)`", "`\(kind.key.sort)`",
                indexKeys.isEmpty ? "none" : indexKeys.joined(separator: "; "),
            ]
        }
    }

    private static func readRow(_ pattern: AccessPattern) -> [String] {
        let place = pattern.index.name ?? "T"
        let result = pattern.hydrates ? "keys; hydrate" : pattern.projection.map { "only `\($0)`" } ?? ""
        return [
            pattern.number, pattern.name,
            [pattern.operation.rawValue, result].filter { !$0.isEmpty }.joined(separator: ", "),
            "\(place) `\(pattern.partition)`\(condition(pattern.sort))",
            pattern.operation == .get || pattern.operation == .batchGet ? "–" : pattern.order.rawValue,
            pattern.isConsistent ? "strong" : "eventual",
            "\(units(pattern.budget.read)) (\(pattern.budget.scale))",
        ]
    }

    private static func writeRow(_ pattern: AccessPattern) -> [String] {
        [
            pattern.number, pattern.name, pattern.writes.map(write).joined(separator: "; "),
            units(pattern.budget.write),
        ]
    }

    private static func write(_ shape: WriteShape) -> String {
        let count =
            shape.count == 1...1 ? "" : shape.count == 0...1 ? "maybe " : "up to \(shape.count.upperBound) "
        let condition =
            switch shape.condition {
            case .none: ""
            case .absent: " (absent)"
            case .absentOrExpired: " (absent or expired)"
            case .attribute(let name): " (same `\(name)`)"
            case .without(let name): " (there, without `\(name)`)"
            }
        return "\(count)\(shape.action.rawValue) \(shape.kind.rawValue)\(condition)"
    }

    private static func units(_ units: Double) -> String {
        units == units.rounded() ? String(Int(units)) : String(units)
    }

    private static func condition(_ sort: AccessPattern.Sort) -> String {
        switch sort {
        case .all: ""
        case .equals(let template): ", `\(template)`"
        case .beginsWith(let template): ", begins `\(template)`"
        case .between(let low, let high): ", between `\(low)` and `\(high)`"
        }
    }
}
