import DynamoModel

@testable import Lexi

/// `schema/costs.md`, from what was measured.
struct CostDocument {
    let costs: [RequestCost]
    let patterns: [PatternCost]
    let model: MillionUsers

    func text() throws -> String {
        """
        # What the table costs

        Made by `CostTests`, which measures it again each time and fails when this page is stale (`LEXI_WRITE_SCHEMA=1 swift test
        --filter CostTests` writes it): do not edit. The units are those that `ReturnConsumedCapacity` reports of the embedded engine,
        which counts as DynamoDB does, for the items of the fixtures and pages of up to 20. A read unit is a strongly consistent read
        of up to 4 KB, an eventual one half of it; a write unit is a write of up to 1 KB. Writes are transactions, so that all their
        units are counted twice, on the table and on every index that an item is in.

        ## By operation of the REST API

        Whose token it is, a process looks up once for each person; then each call of a person reads their user (1a) as well.

        | Operation | Case | Patterns | Read units | Write units | Of these on indexes |
        |---|---|---|---|---|---|
        \(rows(costs.filter { $0.units.total > 0 }.map(row)))

        ## By access pattern

        What the pattern takes in the request that is named, or called by itself where no operation uses it.

        | # | Pattern | Where | Consistency | Read units | Write units |
        |---|---|---|---|---|---|
        \(rows(AccessPatterns.all.compactMap(row)))

        ## A million users

        Assumed: \(percent(MillionUsers.active)) of them use the app on a day, and each of those then makes the requests below. The
        busiest hour has \(number(MillionUsers.peak)) times the average.

        | Operation | Times a day | Read units | Write units |
        |---|---|---|---|
        \(rows(MillionUsers.day.map(dayRow)))

        \(try summary())

        Storage is that of \(items) a user, with what goes along with them: at the average sizes of the fixtures, with their index
        entries, and with the \(ItemSizes.overhead) bytes that DynamoDB adds to each item and each entry. A price follows from the
        price list of the region: read and write units a month, each times the price of a unit on demand, and storage times
        the price of a GB. Recovery, encryption by KMS and readers of the stream are priced apart.

        ## Partitions that many share

        A partition of DynamoDB carries \(number(MillionUsers.partitionLimits.read)) read units and \
        \(number(MillionUsers.partitionLimits.write)) write units a second. Most keys begin with one user, card or session, and carry
        what one person does. These are shared; what the million users above bring to one of them in the busiest hour, at the most:

        | Key | Written or read by | Read units a second | Write units a second |
        |---|---|---|---|
        \(rows(try model.sharedPartitions().map { [$0.name, $0.operation, number($0.units.read), number($0.units.write)] }))

        """
    }

    /// What a million users need.
    func summary() throws -> String {
        let average = try model.average()
        let (day, peak) = (MillionUsers.secondsPerDay, MillionUsers.peak)
        return """
            | A million users | A day | A second, average | A second, busiest hour |
            |---|---|---|---|
            | Requests | \(millions(model.requests * day)) | \(number(model.requests)) | \(number(model.requests * peak)) |
            | Read units | \(millions(average.read * day)) | \(number(average.read)) | \(number(average.read * peak)) |
            | Write units | \(millions(average.write * day)) | \(number(average.write)) | \(number(average.write * peak)) |
            | Storage after a year | \(number(try model.storage() / 1e9)) GB | | |
            """
    }

    private var items: String {
        let shown: [ItemKind] = [.flashcard, .loggedReview, .session, .turn]
        return model.itemsPerUser.filter { shown.contains($0.kind) }.map { items in
            "\(number(items.count)) \(items.kind.rawValue.split(separator: "_").joined(separator: " "))s"
        }.joined(separator: ", ")
    }

    private func row(_ cost: RequestCost) -> [String] {
        let indexes = TableIndex.allCases.compactMap { index in
            index.name.flatMap { name in cost.places[name].map { (name, $0.write) } }
        }.filter { $0.1 > 0 }
        return [
            cost.route, cost.situation, cost.used.map(\.pattern.number).joined(separator: ", "),
            number(cost.units.read), number(cost.units.write),
            indexes.map { "\($0.0) \(number($0.1))" }.joined(separator: ", "),
        ]
    }

    private func row(_ pattern: AccessPattern) -> [String]? {
        let place: String
        let units: CapacityUnits
        if let cost = costs.first(where: { cost in cost.used.contains { $0.pattern.number == pattern.number } }) {
            place = cost.situation.isEmpty ? cost.route : "\(cost.route), \(cost.situation)"
            units = cost.used.first { $0.pattern.number == pattern.number }?.units ?? CapacityUnits()
        } else if let cost = patterns.first(where: { $0.pattern.number == pattern.number }) {
            place = cost.situation.isEmpty ? "by itself" : "by itself, \(cost.situation)"
            units = cost.units
        } else {
            return nil
        }
        let consistency = pattern.operation.isWrite ? "" : pattern.isConsistent ? "strong" : "eventual"
        return [pattern.number, pattern.name, place, consistency, number(units.read), number(units.write)]
    }

    private func dayRow(_ action: (route: String, situation: String, times: Double)) -> [String] {
        let cost = costs.first { $0.route == action.route && $0.situation == action.situation }
        let name = action.situation.isEmpty ? action.route : "\(action.route), \(action.situation)"
        return [
            name, number(action.times), number((cost?.units.read ?? .nan) * action.times),
            number((cost?.units.write ?? .nan) * action.times),
        ]
    }

    private func rows(_ rows: [[String]]) -> String {
        rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private func percent(_ part: Double) -> String { "\(number(part * 100)) %" }

    private func millions(_ value: Double) -> String { "\(number(value / 1e6)) million" }

    /// A number with what matters of it: one decimal below a hundred, none above, in groups of three digits.
    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        if tenths == 0 { return value == 0 ? "0" : "under 0.1" }
        if tenths < 1_000 { return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)" }
        var digits = String(Int(value.rounded()))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits.removeLast(3)
        }
        return ([Substring(digits)] + groups).joined(separator: ",")
    }
}
