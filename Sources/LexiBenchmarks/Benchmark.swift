import Foundation

/// The benchmark: Lexi's service and the bare server by turns in one run, so that the ratio holds on a shared machine.
struct Benchmark {
    /// How long and how often things are measured.
    struct Plan {
        let rounds: Int
        let secondsPerRound: Double
        var connections: [Int]
        let growth: [Int]
        /// Measures only the workloads whose name holds this; nil for everything.
        var only: String?

        static let full = Plan(rounds: 3, secondsPerRound: 1, connections: [1, 32, 64], growth: [1_000, 100_000])
        static let quick = Plan(rounds: 1, secondsPerRound: 1, connections: [32], growth: [1_000, 10_000])
    }

    /// Seconds that a load runs before it is measured.
    private static let warmUp = 0.3
    private static let starts = 5
    /// Threads of the bare server: as many as the service has event loops by default.
    private static let loops = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)

    let lexi: String
    let plan: Plan
    let environment: [String: String]

    init(lexi: String, plan: Plan) {
        self.lexi = lexi
        self.plan = plan
        environment = Self.environment()
    }

    /// The environment of the servers that are measured, with a separate secret: they live as long as the benchmark,
    /// on data that is removed with them.
    static func environment() -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LEXI_") }
        environment["LEXI_JWT_SECRET"] = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
            .joined(separator: "-")
        return environment
    }

    func run() throws {
        print(
            "Lexi's service and its table's endpoint against a bare epoll server that answers \(BareServer.answerSize) fixed bytes;"
        )
        print(
            "both have \(Self.loops) event loop(s), and the load generator shares the machine (\(ProcessInfo.processInfo.activeProcessorCount) cores)."
        )
        print("Medians of \(plan.rounds) rounds of \(plan.secondsPerRound) s; CPU is the server's, per request.\n")
        if plan.only == nil { try measureStart() }
        try measureWorkloads()
        if plan.only == nil || plan.only == Self.importName { try measureImport() }
        if plan.only == nil || plan.only == Self.syncName { try measureSync() }
        if plan.only == nil || plan.only == Self.tokensName { try measureTokens() }
        if plan.only == nil { try measureGrowth() }
    }

    // MARK: Start

    private func measureStart() throws {
        var times: [Double] = []
        var memory: [Double] = []
        for _ in 0..<Self.starts {
            try withServer { server, milliseconds in
                times.append(milliseconds)
                memory.append(server.residentMegabytes)
            }
        }
        print("start to first answer, empty data: \(format(median(times), 1)) ms (median of \(times.count))")
        print("resident memory, idle: \(format(median(memory), 1)) MB\n")
    }

    /// Runs `body` with a server on empty data, and how many milliseconds its first answer took.
    func withServer(_ body: (ServerProcess, Double) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lexi-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let start = LoadGenerator.now()
        let server = try ServerProcess(lexi: lexi, data: folder.path, environment: environment)
        defer { server.stop() }
        try body(server, Double(LoadGenerator.now() - start) / 1e6)
    }

    // MARK: Workloads

    private func measureWorkloads() throws {
        let workloads = Workload.all.filter { workload in plan.only.map(workload.name.contains) ?? true }
        if [Self.importName, Self.syncName, Self.tokensName].contains(plan.only) { return }
        guard !workloads.isEmpty else { throw BenchmarkError("no workload is called '\(plan.only ?? "")'") }
        print(row("workload", "conns", "req/s", "of bare", "CPU µs", "p50 ms", "p99 ms"))
        let bare = try ServerProcess(bareThreads: Self.loops)
        defer { bare.stop() }
        try withServer { server, _ in
            let population = try Population(lexi: lexi, environment: environment, server: server)
            try Workload.prepareTable(of: population)
            for connections in plan.connections {
                try measure(workloads, population, server, against: bare, connections)
            }
        }
        print("")
    }

    private func measure(
        _ workloads: [Workload], _ population: Population, _ server: ServerProcess, against bare: ServerProcess,
        _ connections: Int
    ) throws {
        var bareRuns: [Run] = []
        var runs: [[Run]] = workloads.map { _ in [] }
        for _ in 0..<plan.rounds {
            let bareRun = try load(bare, Workload.get, population, connections, expectedStatus: 200)
            bareRuns.append(bareRun)
            for (index, workload) in workloads.enumerated() {
                var run = try load(server, workload, population, connections, expectedStatus: workload.expectedStatus)
                run.share = run.result.requestsPerSecond / bareRun.result.requestsPerSecond
                runs[index].append(run)
            }
        }
        print(summary("(bare server)", connections, bareRuns))
        for (workload, runs) in zip(workloads, runs) { print(summary(workload.name, connections, runs)) }
    }

    private struct Run {
        let result: LoadResult
        let processorMicroseconds: Double
        var share = 1.0
    }

    private func load(
        _ server: ServerProcess, _ workload: Workload, _ population: Population, _ connections: Int,
        expectedStatus: Int
    ) throws -> Run {
        // A word is only once a user's own: each run has its own words.
        let port = workload.target == .table ? server.tablePort : server.port
        _ = try LoadGenerator.run(
            port: port, connections: connections, expectedStatus: expectedStatus,
            request: workload.request(population, population.nextSerial()), stop: { $1 > UInt64(Self.warmUp * 1e9) })
        let request = workload.request(population, population.nextSerial())
        let before = server.processorTime
        let result = try LoadGenerator.run(
            port: port, connections: connections, expectedStatus: expectedStatus, request: request,
            stop: { $1 > UInt64(plan.secondsPerRound * 1e9) })
        let used = server.processorTime - before
        guard result.failures == 0 else {
            throw BenchmarkError("\(workload.name): \(result.failures) of \(result.requests) answers were refusals")
        }
        return Run(result: result, processorMicroseconds: used * 1e6 / Double(result.requests))
    }

    private func summary(_ name: String, _ connections: Int, _ runs: [Run]) -> String {
        row(
            name, "\(connections)", format(median(runs.map(\.result.requestsPerSecond)), 0),
            format(median(runs.map(\.share)) * 100, 0) + " %", format(median(runs.map(\.processorMicroseconds)), 1),
            format(median(runs.map { $0.result.percentile(0.5) }), 2),
            format(median(runs.map { $0.result.percentile(0.99) }), 2))
    }

    // MARK: Growth

    private func measureGrowth() throws {
        print(row("growth (32 connections)", "cards", "req/s", "", "CPU µs", "p50 ms", "p99 ms"))
        try withServer { server, _ in
            // The first cards of the population count as well.
            let population = try Population(lexi: lexi, environment: environment, server: server)
            var cards = Population.userCount * Population.cardsPerUser
            for size in plan.growth {
                if size > cards {
                    try population.grow(by: size - cards)
                    cards = size
                    try population.refresh()
                }
                for workload in [Workload.get, .due] {
                    let runs = try (0..<plan.rounds).map { _ in
                        try load(server, workload, population, 32, expectedStatus: 200)
                    }
                    print(
                        row(
                            workload.name, "\(cards)", format(median(runs.map(\.result.requestsPerSecond)), 0), "",
                            format(median(runs.map(\.processorMicroseconds)), 1),
                            format(median(runs.map { $0.result.percentile(0.5) }), 2),
                            format(median(runs.map { $0.result.percentile(0.99) }), 2)))
                }
                let own = format(server.ownMegabytes, 1)
                print(
                    "  memory with \(cards) cards: \(own) MB private, \(format(server.residentMegabytes, 1)) MB resident"
                )
            }
        }
    }

    // MARK: Output

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    func format(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

    func row(_ name: String, _ cells: String...) -> String {
        name.padding(toLength: 26, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(0, 9 - $0.count)) + $0 }.joined()
    }
}
