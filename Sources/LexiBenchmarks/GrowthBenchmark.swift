import Foundation
import Glibc

/// What a table's size costs: GetItem and an index query of 20 over few and over many items of random users, warm,
/// during a steady load of writes, and from files that the system has forgotten.
struct GrowthBenchmark {
    let lexi: String
    let plan: Benchmark.Plan
    let sizes: [Int]
    let environment: [String: String]
    /// Where the table is left, and found again by a later run, which then measures it alone; nil for a temporary
    /// folder.
    var data: String?

    private static let connections = 32
    private static let writesPerSecond = 2_000
    private static let warmUpSeconds = 1.5

    private enum Read: String, CaseIterable {
        case getItem = "GetItem"
        case query = "Query of 20 on an index"

        func request(_ items: GrowthItems) -> LoadGenerator.Request {
            switch self {
            case .getItem: { _, _ in items.randomGet() }
            case .query: { _, _ in items.randomQuery() }
            }
        }
    }

    /// Requests a second of each read over the smallest table, which the larger ones are compared with.
    private final class Base { var quiet: [Read: Double] = [:] }

    func run() throws {
        print("Growth: \(Self.connections) connections; medians of \(plan.rounds) rounds of \(plan.secondsPerRound) s.")
        print("Writes are \(Self.writesPerSecond) durable puts a second over the items that are read.\n")
        let folder =
            data.map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.temporaryDirectory.appendingPathComponent("lexi-bench-\(UUID().uuidString)")
        let isGrown = FileManager.default.fileExists(atPath: folder.path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if data == nil { try? FileManager.default.removeItem(at: folder) } }
        let bare = try ServerProcess(bareThreads: 1)
        defer { bare.stop() }
        let bareRate = try median { try rate(bare, { _, _ in GrowthItems(count: 1).randomGet() }).requestsPerSecond }
        print("bare server: \(Int(bareRate)) req/s\n")
        let base = Base()
        if isGrown, let size = sizes.last {
            return try measure(GrowthItems(count: size), in: folder.path, bareRate, base)
        }
        // A first start makes the table.
        try start(folder.path).stop()
        var loaded = 0
        for size in sizes {
            let items = GrowthItems(count: size)
            let began = LoadGenerator.now()
            try items.load(from: loaded, lexi: lexi, data: folder.path, environment: environment)
            let seconds = Double(LoadGenerator.now() - began) / 1e9
            print("\(size) items; import of \(size - loaded): \(number(seconds, 1)) s")
            loaded = size
            try measure(items, in: folder.path, bareRate, base)
        }
    }

    private func start(_ data: String) throws -> ServerProcess {
        try ServerProcess(lexi: lexi, data: data, environment: environment)
    }

    private func measure(_ items: GrowthItems, in data: String, _ bareRate: Double, _ base: Base) throws {
        try forgetFiles(in: data)
        for read in Read.allCases {
            let server = try start(data)
            defer { server.stop() }
            let result = try rate(server, read.request(items))
            printLine(read.rawValue + ", cold", result, "")
            try forgetFiles(in: data)
        }
        try rememberFiles(in: data)
        let server = try start(data)
        defer { server.stop() }
        for read in Read.allCases {
            _ = try rate(server, read.request(items), seconds: Self.warmUpSeconds)
            let quiet = try results { try rate(server, read.request(items)) }
            let first = base.quiet[read] ?? quiet.requestsPerSecond
            base.quiet[read] = first
            let shares =
                "\(percent(quiet.requestsPerSecond / bareRate)) of bare, \(percent(quiet.requestsPerSecond / first)) of the first size"
            printLine(read.rawValue, quiet, shares)
            let writes = try SteadyWrites(
                port: server.tablePort, perSecond: Self.writesPerSecond, request: { items.randomPut() })
            let busy = try results { try rate(server, read.request(items)) }
            let written = writes.stop()
            let kept = percent(busy.requestsPerSecond / quiet.requestsPerSecond)
            printLine(read.rawValue + ", writes", busy, "\(kept) of quiet, during \(Int(written)) writes/s")
        }
        let own = number(server.ownMegabytes, 1)
        print("  memory: \(own) MB private, \(number(server.residentMegabytes, 1)) MB resident\n")
    }

    /// One round: what it brought, and the server's processor time per answer in microseconds.
    private struct Round {
        let load: LoadResult
        let processor: Double

        var requestsPerSecond: Double { load.requestsPerSecond }
    }

    private func rate(
        _ server: ServerProcess, _ request: LoadGenerator.Request, seconds: Double? = nil
    ) throws -> Round {
        let before = server.processorTime
        let result = try LoadGenerator.run(
            port: server.tablePort, connections: Self.connections, expectedStatus: 200, request: request,
            stop: { $1 > UInt64((seconds ?? plan.secondsPerRound) * 1e9) })
        guard result.failures == 0 else { throw BenchmarkError("\(result.failures) answers were refusals") }
        let used = server.processorTime - before
        return Round(load: result, processor: used * 1e6 / Double(result.requests))
    }

    /// The round in the middle by speed.
    private func results(_ round: () throws -> Round) throws -> Round {
        let rounds = try (0..<plan.rounds).map { _ in try round() }
        return rounds.sorted { $0.requestsPerSecond < $1.requestsPerSecond }[rounds.count / 2]
    }

    private func median(_ round: () throws -> Double) throws -> Double {
        try (0..<plan.rounds).map { _ in try round() }.sorted()[plan.rounds / 2]
    }

    /// Lets the system forget the pages of the files of a folder, so that the next reads come from the disk.
    private func forgetFiles(in folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let descriptor = open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            fsync(descriptor)
            posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
            close(descriptor)
        }
    }

    /// Reads the files of a folder, so that the system has their pages.
    private func rememberFiles(in folder: String) throws {
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let descriptor = open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            while read(descriptor, &chunk, chunk.count) > 0 {}
            close(descriptor)
        }
    }

    // MARK: Output

    private func printLine(_ name: String, _ round: Round, _ remark: String) {
        let load = round.load
        let figures = """
            \(number(round.processor, 1)) µs CPU, p50 \(number(load.percentile(0.5), 2)) ms, \
            p99 \(number(load.percentile(0.99), 2)) ms
            """
        let title = ("  " + name).padding(toLength: 36, withPad: " ", startingAt: 0)
        print("\(title)\(Int(load.requestsPerSecond)) req/s, \(figures)" + (remark.isEmpty ? "" : "; " + remark))
    }

    private func number(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

    private func percent(_ share: Double) -> String { number(share * 100, 0) + " %" }
}
