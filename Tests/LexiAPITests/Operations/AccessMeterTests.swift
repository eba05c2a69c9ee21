import DynamoModel
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// What `/metrics` tells of the table, by access pattern.
@Suite(.tables) struct AccessMeterTests {
    private static func calls(_ pattern: String, _ operation: String) -> String {
        "lexi_access_pattern_calls_total{pattern=\"\(pattern)\",operation=\"\(operation)\"}"
    }

    // Each call counts for its pattern, reads of what keys stand for as separate calls, writes by their
    // transactions.
    @Test func calls() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        for word in ["apple", "pear"] { _ = try await api.card(ann, word) }
        _ = try await api.call("GET", "/v1/flashcards?maturity=new", ann)
        let figures = try await Figures(api)
        #expect(figures[Self.calls("35", "TransactWriteItems")] == 1)
        #expect(figures[Self.calls("38", "TransactWriteItems")] == 2)
        #expect(figures[Self.calls("13", "Query")] == 1)
        #expect(figures[Self.calls("13", "BatchGetItem")] == 1)
        #expect(figures[Self.calls("39", "TransactWriteItems")] == nil)
        let count = "lexi_access_pattern_duration_seconds_count{pattern=\"38\",operation=\"TransactWriteItems\"}"
        #expect(figures[count] == 2)
        #expect(figures.types["lexi_access_pattern_duration_seconds"] == "histogram")
        #expect(figures.sum("lexi_access_pattern_info") > 5)
    }

    // What the table refuses is counted by its type, also where the service answers it with something else.
    @Test func errors() async throws {
        let api = try await TestAPI()
        let ann = try await api.register("ann")
        _ = try await api.card(ann, "apple")
        #expect(try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"apple"}"#).status == 409)
        let figures = try await Figures(api)
        let refused = "lexi_access_pattern_errors_total{pattern=\"38\",error=\"TransactionCanceledException\"}"
        #expect(figures[refused] == 1)
        #expect(figures[Self.calls("38", "TransactWriteItems")] == 2)
        #expect(figures.sum("lexi_access_pattern_errors_total") == 1)
    }

    // A table that refuses a call for its load counts a throttle, without a client that counts its tries; another error
    // does not.
    @Test func throttles() async throws {
        let table = RecordingTable(try await Backend.memory.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        table.fail("transactWriteItems", DynamoDBError(.throttling, "Too many writes are waiting"))
        let busy = try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"apple"}"#)
        #expect(busy.status == 503 && busy["retry-after"] != nil)
        table.fail("transactWriteItems", DynamoDBError(.validation, "no"))
        #expect(try await api.call("POST", "/v1/flashcards", ann, body: #"{"word":"apple"}"#).status == 500)
        let figures = try await Figures(api)
        let labels = "{pattern=\"38\",operation=\"TransactWriteItems\"}"
        #expect(figures["lexi_access_pattern_throttles_total" + labels] == 1)
        #expect(figures["lexi_access_pattern_retries_total" + labels] == 0)
        #expect(figures.sum("lexi_access_pattern_throttles_total") == 1)
        #expect(figures.types["lexi_access_pattern_throttles_total"] == "counter")
    }

    // Units are what the table says that the calls took.
    @Test func units() async throws {
        let table = RecordingTable(try await Backend.memory.open())
        let api = try await TestAPI(over: table) { $0.countsUnits = true }
        let ann = try await api.register("ann")
        for word in ["apple", "pear"] { _ = try await api.card(ann, word) }
        _ = try await api.call("GET", "/v1/flashcards?maturity=new", ann)
        _ = try await api.call("GET", "/v1/flashcards/due", ann)
        let figures = try await Figures(api)
        let units = table.notes.units
        #expect(units.read > 0 && units.write > 0)
        #expect(figures.sum("lexi_access_pattern_consumed_read_units_total") == units.read)
        #expect(figures.sum("lexi_access_pattern_consumed_write_units_total") == units.write)
        let save = "lexi_access_pattern_consumed_write_units_total{pattern=\"38\"}"
        let budget = try #require(AccessPatterns.all.first { $0.number == "38" }).budget.write
        #expect((figures[save] ?? .infinity) <= 2 * budget)
        #expect(figures.types["lexi_access_pattern_consumed_read_units_total"] == "counter")
    }

    // Where nothing is said, the units of the first calls of a pattern are exact, and those of many calls estimated
    // from some of them: wrong by less than the calls for which one counts.
    @Test func estimatedUnits() async throws {
        let table = RecordingTable(try await Backend.memory.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        let id = try #require(try await api.card(ann, "apple")["flashcard_id"]?.stringValue)
        _ = try await api.call("GET", "/v1/flashcards?maturity=new", ann)
        let first = try await Figures(api)
        #expect(first.sum("lexi_access_pattern_consumed_read_units_total") == table.notes.units.read)
        #expect(first.sum("lexi_access_pattern_consumed_write_units_total") == table.notes.units.write)
        #expect(first["lexi_access_pattern_units_sampled_calls"] == Double(AccessMeter.sampledCalls))
        let count = AccessMeter.exactCalls + 5 * AccessMeter.sampledCalls + 3
        for _ in 0..<count { _ = try await api.call("GET", "/v1/flashcards/\(id)", ann) }
        let read = "lexi_access_pattern_consumed_read_units_total{pattern=\"8\"}"
        let found = try #require(try await Figures(api)[read])
        #expect(abs(found - Double(count)) <= 2 * Double(AccessMeter.sampledCalls), "\(found) of \(count)")
        #expect(found != 0 && first[read] == nil)
    }

    // A list whose keys are read, and the items that they stand for in a separate call, are both estimated: neither
    // always stands for the other.
    @Test func estimatedUnitsOfLists() async throws {
        let table = RecordingTable(try await Backend.memory.open())
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        for number in 0..<20 { _ = try await api.card(ann, "word \(number)") }
        table.reset()
        for _ in 0..<400 { _ = try await api.call("GET", "/v1/flashcards?maturity=new", ann) }
        let others = table.notes.units.read
        let read = "lexi_access_pattern_consumed_read_units_total{pattern=\"13\"}"
        let found = try #require(try await Figures(api)[read])
        // The user who calls is read besides, a unit each time.
        let expected = others - 400
        #expect(expected > 2_000 && abs(found - expected) < 0.2 * expected, "\(found) of \(expected)")
    }
}
