import Foundation
import JSONText
import Synchronization

// The import of a file, during the reads of others.
extension Benchmark {
    /// What `--only` calls it.
    static let importName = "import"
    /// As many cards as a file may have.
    private static let cards = 10_000
    private static let readers = 8
    private static let secondsOfQuiet = 2.0

    func measureImport() throws {
        try withServer { server, _ in
            let population = try Population(lexi: lexi, environment: environment, server: server)
            let read = Workload.get.request(population, 0)
            let quiet = try LoadGenerator.run(
                port: server.port, connections: Self.readers, expectedStatus: 200, request: read,
                stop: { $1 > UInt64(Self.secondsOfQuiet * 1e9) })
            let before = server.residentMegabytes
            let file = Self.file()
            let outcome = Outcome()
            let (token, port) = (population.tokens[Population.userCount - 1], server.port)
            Thread.detachNewThread {
                let start = LoadGenerator.now()
                let answer = try? HTTPClient.request(
                    port: port, "POST", "/v1/flashcards/import", token: token, body: file)
                outcome.finish(answer, seconds: Double(LoadGenerator.now() - start) / 1e9)
            }
            let during = try LoadGenerator.run(
                port: server.port, connections: Self.readers, expectedStatus: 200, request: read,
                stop: { answers, _ in
                    if answers % 256 == 0 { outcome.notePeak(server.residentMegabytes) }
                    return outcome.isFinished
                })
            guard let answer = outcome.answer, answer.status == 200 else { throw BenchmarkError("the import failed") }
            let imported = try JSONValue.parse(answer.body)["imported"]?.intValue ?? 0
            guard imported == Self.cards else { throw BenchmarkError("\(imported) cards were imported") }
            print(
                "import of \(Self.cards) cards: \(format(Double(Self.cards) / outcome.seconds, 0)) cards/s during the reads of \(Self.readers) clients, "
                    + "\(format(outcome.peak - before, 1)) MB more; their p99 \(format(quiet.percentile(0.99), 2)) -> "
                    + "\(format(during.percentile(0.99), 2)) ms\n")
        }
    }

    private static func file() -> String {
        let cards = (0..<cards).map { number in
            """
            {"word":"imported word \(number)","translation_vi":"từ thứ \(number)",\
            "example_sentence":"This sentence shows how the word number \(number) is used in a conversation."}
            """
        }
        return "{\"flashcards\":[\(cards.joined(separator: ","))]}"
    }

    /// What became of the import, which runs next to the readers.
    private final class Outcome: Sendable {
        private struct State {
            var isFinished = false
            var answer: (status: Int, body: [UInt8])?
            var seconds = 0.0
            var peak = 0.0
        }
        private let state = Mutex(State())

        var isFinished: Bool { state.withLock(\.isFinished) }
        var answer: (status: Int, body: [UInt8])? { state.withLock(\.answer) }
        var seconds: Double { state.withLock(\.seconds) }
        var peak: Double { state.withLock(\.peak) }

        func finish(_ answer: (status: Int, body: [UInt8])?, seconds: Double) {
            state.withLock { ($0.isFinished, $0.answer, $0.seconds) = (true, answer, seconds) }
        }
        func notePeak(_ megabytes: Double) { state.withLock { $0.peak = max($0.peak, megabytes) } }
    }
}
