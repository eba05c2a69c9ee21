import CLinux
import DynamoModel
import Glibc
import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Request ids, caches, metrics and the log.
struct OperationsTests {
    /// A well-formed id is kept; anything else is replaced, and new ids differ.
    @Test func requestIDs() {
        let source = RequestIDSource(random: .seeded(1))
        func id(_ value: HTTPFieldValue) -> String {
            var headers = HTTPHeaders()
            headers.append("X-Request-Id", value)
            return String(decoding: source.id(for: headers), as: UTF8.self)
        }
        #expect(id("abc-1.2_3") == "abc-1.2_3")
        #expect(id("a b") != "a b")
        #expect(id("a\"b") != "a\"b")
        #expect(id("") != "")
        let long = String(repeating: "x", count: RequestIDSource.maximumLength + 1)
        #expect(HTTPFieldValue(long).map(id) != long)
        #expect(source.next() != source.next())
        #expect(RequestIDSource(random: .seeded(2)).next() != RequestIDSource(random: .seeded(3)).next())
    }

    /// A cache keeps what is used, forgets what is not, and never grows beyond two generations.
    @Test func recentCache() {
        let cache = RecentCache<Int, Int>(generationSize: 4)
        cache.remember(100, for: 0)
        for key in 1...100 {
            cache.remember(key, for: key)
            #expect(cache.value(for: 0) == 100)
        }
        #expect((1...100).filter { cache.value(for: $0) != nil }.count <= 8)
        cache.forget(0)
        #expect(cache.value(for: 0) == nil)
    }

    /// A table that is gone: 503 for each who asks, the cause in the log once, with the table's place; and once more
    /// when it is back.
    @Test(.tables) func readiness() async throws {
        let api = try await TestAPI { $0.tablePlace = "the table of this test (--table)" }
        func events(_ name: String) -> [String] {
            api.lines.all.map { String(decoding: $0, as: UTF8.self) }.filter { $0.contains("\"event\":\"\(name)\"") }
        }
        #expect(try await api.call("GET", "/health/ready").status == 200)
        _ = try await api.table.db.deleteTable(tableName: api.table.name)
        for _ in 0..<3 {
            let gone = try await api.call("GET", "/health/ready")
            #expect(gone.status == 503 && gone["retry-after"] == "1")
        }
        let scenarios = try await api.call("GET", "/v1/scenarios")
        #expect(scenarios.status == 503)
        let told = events("table-not-ready") + events("request").filter { $0.contains("/v1/scenarios") }
        #expect(told.count == 2)
        for line in told {
            #expect(line.contains("ResourceNotFoundException"), "\(line)")
            #expect(line.contains("; it is the table of this test (--table)"), "\(line)")
        }
        _ = try await TestTable.make(api.table.db, TestTables.lexiApp())
        #expect(try await api.call("GET", "/health/ready").status == 200)
        #expect(events("table-ready").count == 1)
    }

    /// A change of which it is not known whether it was made: 503 with a time to try again, as while the table is away,
    /// and a separate type, since it may have been made.
    @Test(.tables) func outcomeUnknown() async throws {
        let table = RecordingTable(try await Backend.chosen.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        let body = #"{"word":"apple","translation_vi":"táo"}"#
        for (code, type) in [
            (DynamoDBError.Code.internalServerError, "outcome-unknown"), (.serviceUnavailable, "unavailable"),
        ] {
            table.fail("transactWriteItems", DynamoDBError(code, "lost"))
            let answer = try await api.call("POST", "/v1/flashcards", ann, body: body)
            #expect(answer.status == 503 && answer.problem == type && answer["retry-after"] == "1")
        }
        #expect(try await api.call("POST", "/v1/flashcards", ann, body: body).status == 201)
    }

    /// Each bucket of a histogram counts everything up to its bound.
    @Test func histograms() {
        let histogram = DurationHistogram()
        for microseconds in [50, 100, 101, 20_000_000] { histogram.observe(microseconds: microseconds) }
        var text = ""
        histogram.write("d", labels: "r=\"x\"", to: &text)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "d_bucket{r=\"x\",le=\"0.0001\"} 2")
        #expect(lines.contains("d_bucket{r=\"x\",le=\"10\"} 3"))
        #expect(lines.contains("d_bucket{r=\"x\",le=\"+Inf\"} 4"))
        #expect(lines.last == "d_count{r=\"x\"} 4")
    }

    /// The process's own figures can be read on this system.
    @Test func processFigures() {
        for gauge in ProcessFigures.gauges { #expect((gauge.read() ?? 0) > 0, "\(gauge.name)") }
    }

    /// What was written comes out whole and in order.
    @Test func logWriter() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe2(&ends, O_CLOEXEC) == 0)
        defer { close(ends[0]) }
        let writer = LogWriter(descriptor: ends[1])
        for number in 0..<100 { writer.write(Array("line \(number)\n".utf8)) }
        let expected = (0..<100).map { "line \($0)\n" }.joined()
        var received: [UInt8] = []
        while received.count < expected.utf8.count {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(ends[0], &buffer, buffer.count)
            try #require(count > 0)
            received += buffer[..<count]
        }
        #expect(String(decoding: received, as: UTF8.self) == expected)
        close(ends[1])
    }

    /// When `flush` returns, every line that was taken before is written, also those that the writer's thread had begun
    /// with.
    @Test func flushWaits() throws {
        for _ in 0..<20 {
            var ends: [Int32] = [0, 0]
            #expect(pipe2(&ends, O_CLOEXEC) == 0)
            defer { close(ends[0]) }
            let writer = LogWriter(descriptor: ends[1])
            for number in 0..<100 {
                writer.write(Array("line \(number)\n".utf8))
                if number == 50 { usleep(LogWriter.collecting) }
            }
            writer.flush()
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(ends[0], &buffer, buffer.count)
            #expect(String(decoding: buffer[..<max(count, 0)], as: UTF8.self).hasSuffix("line 99\n"))
            close(ends[1])
        }
    }

    /// A line is one JSON object, whatever stands in its values; lower levels are left out.
    @Test func logLines() throws {
        let lines = Lines()
        let log = Log(level: .warning) { lines.add($0) }
        log.event(.error, "x", clock: .system, [("text", "a\nb\"c"), ("number", 5)])
        log.event(.info, "y", clock: .system)
        let line = try #require(lines.all.first)
        #expect(lines.all.count == 1)
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(try JSONValue.parse(line)["text"]?.stringValue == "a\nb\"c")
    }
}
