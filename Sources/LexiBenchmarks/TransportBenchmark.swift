import CLinux
import Foundation
import Glibc
import RemoteDynamoDB

/// The two transports of the remote table by turns, against the bare server on a loopback port: what a request costs
/// before any table has seen it.
struct TransportBenchmark {
    let plan: Benchmark.Plan

    private static let callers = [1, 32]

    func run() async throws {
        let server = try ServerProcess(bareThreads: 1)
        defer { server.stop() }
        let endpoint = RemoteEndpoint(isSecure: false, host: "127.0.0.1", port: server.port, region: "us-east-1")
        let transports: [(name: String, transport: any Transport)]
        do {
            transports = [
                ("sockets", try SocketTransport(host: endpoint.host, port: endpoint.port)),
                ("URLSession", try URLSessionTransport(endpoint)),
            ]
        } catch { throw BenchmarkError(error.detail) }
        print("Requests through the remote table's transports; CPU is this process's, per request.")
        print("Medians of \(plan.rounds) rounds of \(plan.secondsPerRound) s.\n")
        for callers in Self.callers {
            var results: [[Result]] = transports.map { _ in [] }
            for _ in 0..<plan.rounds {
                for (index, entry) in transports.enumerated() {
                    results[index].append(try await measure(entry.transport, endpoint, callers: callers))
                }
            }
            for (index, entry) in transports.enumerated() {
                let rate = median(results[index].map(\.requestsPerSecond))
                let cost = median(results[index].map(\.processorMicroseconds))
                print("\(entry.name), \(callers) at a time: \(Int(rate)) requests/s, \(Int(cost)) µs CPU")
            }
        }
        for entry in transports { await entry.transport.close() }
    }

    private struct Result {
        let requestsPerSecond: Double
        let processorMicroseconds: Double
    }

    private func measure(_ transport: any Transport, _ endpoint: RemoteEndpoint, callers: Int) async throws -> Result {
        let end = LoadGenerator.now() + UInt64(plan.secondsPerRound * 1e9)
        let start = (time: LoadGenerator.now(), processor: Self.processorTime)
        let requests = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<callers {
                group.addTask { try await Self.load(transport, Self.request(endpoint), until: end) }
            }
            return try await group.reduce(0, +)
        }
        let seconds = Double(LoadGenerator.now() - start.time) / 1e9
        return Result(
            requestsPerSecond: Double(requests) / seconds,
            processorMicroseconds: (Self.processorTime - start.processor) * 1e6 / Double(max(1, requests)))
    }

    private static func load(
        _ transport: any Transport, _ request: WireRequest, until end: UInt64
    ) async throws -> Int {
        var count = 0
        while LoadGenerator.now() < end {
            do {
                _ = try await transport.send(request, timeout: .seconds(5))
            } catch { throw BenchmarkError(error.detail) }
            count += 1
        }
        return count
    }

    /// A request of the size of a signed `GetItem`.
    private static func request(_ endpoint: RemoteEndpoint) -> WireRequest {
        let body = Array(#"{"TableName":"LexiApp","Key":{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}}"#.utf8)
        return WireRequest(
            fields: [
                ("Host", endpoint.authority), ("Content-Type", "application/x-amz-json-1.0"),
                ("X-Amz-Target", "DynamoDB_20120810.GetItem"), ("X-Amz-Date", "20270115T080000Z"),
                ("Authorization", String(repeating: "x", count: 230)), ("Accept-Encoding", "identity"),
                ("Content-Length", "\(body.count)"),
            ], body: body)
    }

    /// Seconds of processor time that this process has used.
    private static var processorTime: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
