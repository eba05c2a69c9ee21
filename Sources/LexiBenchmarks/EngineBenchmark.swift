import DynamoModel
import EmbeddedDynamoDB
import Foundation
import Synchronization
import TableStore

/// What stands around the table, measured in this process on separate files: streams, expiry, statements, backups and
/// recovery. Ratios are of rates that are measured by turns.
struct EngineBenchmark {
    let isQuick: Bool
    /// Measures only the rows whose name holds this; nil for all.
    let only: String?

    /// How many write at a time.
    static let callers = 16
    private static let rounds = 5

    /// Items of the backup.
    private var backedUpItems: Int { isQuick ? 20_000 : 1_000_000 }
    private var records: Int { isQuick ? 10_000 : 100_000 }
    private var dueItems: Int { isQuick ? 5_000 : 100_000 }
    var secondsPerRound: Double { isQuick ? 0.5 : 3 }

    func run() async throws {
        print(
            "The engine in this process, \(Self.callers) callers; medians of \(Self.rounds) rounds where there are rounds.\n"
        )
        let rows: [(name: String, measure: (EngineWorld) async throws -> Void)] = [
            ("GetRecords", getRecords), ("readable after a write", readableAfterWrite),
            ("PutItem with a stream and recovery", recordedWrites), ("writes during expiry", expiry),
            ("SELECT by key", statements), ("backup and recovery", backups),
        ]
        let chosen = rows.filter { row in only.map(row.name.contains) ?? true }
        guard !chosen.isEmpty else { throw BenchmarkError("no row is called '\(only ?? "")'") }
        for row in chosen { try await EngineWorld.with(row.measure) }
    }

    // MARK: Streams

    /// Reads a stream of both images from its beginning to its end, with the JSON of request and answer.
    private func getRecords(_ world: EngineWorld) async throws {
        let table = try await world.table("Streamed", streamViewType: .newAndOldImages)
        try await world.fill(table, records)
        // A change of each, so that there are old images, too.
        try await world.fill(table, records) { $0["version"] = 2 }
        var iterator: String? = try await world.iterator(of: table, .trimHorizon)
        let start = LoadGenerator.now()
        var (found, bytes) = (0, 0)
        while let next = iterator {
            let (answer, size) = try await world.getRecords(next)
            found += answer.records.count
            bytes += size
            iterator = answer.records.isEmpty ? nil : answer.nextShardIterator
        }
        let seconds = Self.seconds(since: start)
        guard found == 2 * records else { throw BenchmarkError("\(found) of \(2 * records) records were read") }
        print("GetRecords, both images: \(Int(Double(found) / seconds)) records/s, \(bytes >> 20) MB of JSON")
    }

    /// How long after its write began a record is read, while all callers write.
    private func readableAfterWrite(_ world: EngineWorld) async throws {
        let table = try await world.table("Streamed", streamViewType: .newImage)
        let iterator = try await world.iterator(of: table, .latest)
        let end = LoadGenerator.now() + UInt64(secondsPerRound * 1e9)
        async let written = world.puts(into: table, until: end) { item in
            item["at"] = .n(DynamoNumber(Int(LoadGenerator.now())))
        }
        var latencies: [Double] = []
        var next: String? = iterator
        while let current = next, LoadGenerator.now() < end {
            let answer = try await world.engine.getRecords(GetRecordsRequest(shardIterator: current))
            let now = Double(LoadGenerator.now())
            for record in answer.records {
                guard case .n(let at)? = record.newImage?["at"], let sent = Double(at.description) else { continue }
                latencies.append((now - sent) / 1e6)
            }
            next = answer.nextShardIterator
        }
        let rate = try await written
        guard !latencies.isEmpty else { throw BenchmarkError("no record was read") }
        latencies.sort()
        let half = latencies[latencies.count / 2]
        let most = latencies[min(latencies.count - 1, latencies.count * 99 / 100)]
        print(
            "readable after a write, at \(Int(rate)) writes/s: half within \(Self.text(half)) ms, "
                + "99 % within \(Self.text(most)) ms of the write's beginning")
    }

    /// Puts into a table with a stream of both images and recovery, and into one without.
    private func recordedWrites(_ world: EngineWorld) async throws {
        let plain = try await world.table("Plain")
        let recorded = try await world.table("Recorded", streamViewType: .newAndOldImages)
        _ = try await world.engine.backups(.updateContinuous(tableName: recorded, isEnabled: true, days: nil))
        var rates: [(plain: Double, recorded: Double)] = []
        for _ in 0..<Self.rounds {
            rates.append(
                (
                    try await world.puts(into: plain, for: secondsPerRound),
                    try await world.puts(into: recorded, for: secondsPerRound)
                ))
        }
        let (without, with) = (Self.median(rates.map(\.plain)), Self.median(rates.map(\.recorded)))
        let share = Self.median(rates.map { $0.recorded / $0.plain })
        print(
            "PutItem: \(Int(without))/s; with a stream and recovery \(Int(with))/s, \(Self.text(share * 100)) % of it")
    }

    // MARK: Expiry

    /// Puts during the expiry of many items that are due at once.
    private func expiry(_ world: EngineWorld) async throws {
        let (expiring, other) = (try await world.table("Expiring"), try await world.table("Other"))
        let time = Int(world.now) + 3_600
        try await world.fill(expiring, dueItems) { $0["ttl"] = .n(DynamoNumber(time)) }
        _ = try await world.engine.updateTimeToLive(
            tableName: expiring, TimeToLive(attributeName: "ttl", isEnabled: true))
        // The index of times is filled when two short rounds are over.
        _ = try await world.puts(into: other, for: secondsPerRound)
        let before = try await world.puts(into: other, for: secondsPerRound)
        world.advance(by: 7_200)
        let start = LoadGenerator.now()
        let isOver = EngineWorld.Flag()
        async let gone = world.wait(for: isOver) { world.engine.figures(of: expiring)?.items == 0 }
        let during = try await world.puts(into: other, untilSet: isOver)
        try await gone
        let share = during / before * 100
        print(
            "expiry of \(dueItems) items that are due at once: \(Self.text(Self.seconds(since: start))) s; writes during it "
                + "\(Int(during))/s, \(Self.text(share)) % of \(Int(before))/s before")
    }

    // MARK: Statements

    /// Reads an item by a statement and by its key, one at a time, with the JSON of requests and answers.
    private func statements(_ world: EngineWorld) async throws {
        let table = try await world.table("Cards")
        try await world.fill(table, 1_000)
        var costs: [(get: Double, select: Double)] = []
        for _ in 0..<Self.rounds {
            costs.append(
                (
                    try await world.microsecondsPerGet(of: table, for: secondsPerRound),
                    try await world.microsecondsPerSelect(of: table, for: secondsPerRound)
                ))
        }
        let (get, select) = (Self.median(costs.map(\.get)), Self.median(costs.map(\.select)))
        let ratio = Self.median(costs.map { $0.select / $0.get })
        print(
            "SELECT by key: \(Self.text(select)) µs; GetItem \(Self.text(get)) µs; \(Self.text(ratio)) times as long")
    }

    // MARK: Backups

    /// Backs a table up, restores it, and restores it to a point in time, the backup and the recovery also with writes
    /// next to them, half of which go into that table.
    private func backups(_ world: EngineWorld) async throws {
        let table = try await world.table("Large")
        _ = try await world.engine.backups(.updateContinuous(tableName: table, isEnabled: true, days: nil))
        try await world.fill(table, backedUpItems)
        let tables = [table, try await world.table("Other")]
        let alone = try await world.latencies(ofPutsInto: tables, for: secondsPerRound)
        print("writes alone: 99 % within \(Self.worst(alone)) ms")
        var arn = ""
        try await withWrites(tables, world) { sizes in
            let start = LoadGenerator.now()
            guard
                case .created(let details) = try await world.engine.backups(
                    .create(tableName: table, backupName: "bench"))
            else { throw BenchmarkError("no backup was made") }
            arn = details.arn
            try await world.wait(for: EngineWorld.Flag()) {
                sizes.note(world.engine.figures(of: table))
                guard case .described(let found) = try await world.engine.backups(.describe(arn: details.arn)) else {
                    return false
                }
                return found.details.status == .available
            }
            report("backup during writes", start)
        }
        try await restored("restore of the backup", "Restored", world) { target in .restore(arn: arn, target) }
        let latest = PointInTime(sourceTableName: table, usesLatestRestorableTime: true)
        try await restored("recovery to the latest time", "Recovered", world) { .restoreToPointInTime(latest, $0) }
        try await withWrites(tables, world) { sizes in
            try await restored("recovery during writes", "RecoveredBeside", world, sizes) {
                .restoreToPointInTime(latest, $0)
            }
        }
    }

    /// The greatest sizes that the files had.
    private final class Sizes: Sendable {
        private let greatest = Mutex((log: 0, file: 0))

        func note(_ figures: TableFigures?) {
            guard let figures else { return }
            greatest.withLock { $0 = (max($0.log, figures.logBytes), max($0.file, figures.fileBytes)) }
        }

        var text: String { greatest.withLock { "log at most \($0.log >> 20) MB, file at most \($0.file >> 20) MB" } }
    }

    /// Writes into tables as long as `body` runs, and prints how long the writes took and how large the files became.
    private func withWrites(_ tables: [String], _ world: EngineWorld, _ body: (Sizes) async throws -> Void) async throws
    {
        let (isOver, sizes) = (EngineWorld.Flag(), Sizes())
        async let during = world.latencies(ofPutsInto: tables, untilSet: isOver)
        do { try await body(sizes) } catch {
            isOver.set()
            throw error
        }
        isOver.set()
        let latencies = try await during
        print("  99 % of \(latencies.count) writes during it within \(Self.worst(latencies)) ms; \(sizes.text)")
    }

    private static func worst(_ latencies: [Double]) -> String {
        text(latencies[min(latencies.count - 1, latencies.count * 99 / 100)])
    }

    private func restored(
        _ name: String, _ table: String, _ world: EngineWorld, _ sizes: Sizes? = nil,
        _ request: (RestoreTarget) -> BackupRequest
    ) async throws {
        let start = LoadGenerator.now()
        _ = try await world.engine.backups(request(RestoreTarget(tableName: table)))
        try await world.wait(for: EngineWorld.Flag()) {
            sizes?.note(world.engine.figures(of: table))
            return try await world.engine.describeTable(tableName: table).tableStatus == .active
        }
        report(name, start)
    }

    private func report(_ name: String, _ start: UInt64) {
        let seconds = Self.seconds(since: start)
        print(
            "\(name) of \(backedUpItems) items: \(Self.text(seconds)) s, \(Int(Double(backedUpItems) / seconds)) items/s"
        )
    }

    // MARK: Numbers

    static func seconds(since start: UInt64) -> Double { Double(LoadGenerator.now() - start) / 1e9 }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
