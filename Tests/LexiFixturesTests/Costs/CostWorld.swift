import DynamoModel
import EmbeddedDynamoDB
import HTTPServer
import JSONText
import Synchronization
import TestSupport
import Testing

@testable import Lexi
@testable import LexiAPI
@testable import LexiFixtures

/// The service on the fixtures, with a table that tells what each call took.
///
/// Nothing moves by itself: the fixtures are loaded on one day, the clock stands still half a day later, and random
/// numbers can be repeated, so that the units are the same each time.
final class CostWorld {
    static let issuer = "https://id.example"
    /// 2026-05-02T10:30:00Z.
    static let now = Timestamp(clamping: 1_777_717_800)

    let table: RecordingTable
    let responder: LexiResponder
    let store: LexiStore
    private let signer: JWTSigner
    private(set) var costs: [RequestCost] = []
    private(set) var permissions: Set<RecordingTable.Permission> = []
    /// What each pattern took when it was asked for apart from the API.
    private(set) var patterns: [PatternCost] = []
    private let spy = CallSpy()

    init() async throws {
        let engine = try await Backend.memory.open()
        _ = try await TestTable.make(engine, TableDefinition.lexiApp())
        let fixtures = try Fixtures(folder: FixtureLoaderTests.folder, loadedOn: LocalDay(utc: Self.now))
        try await FixtureLoader(
            fixtures, into: engine, tableName: LexiTable.defaultName, issuer: Self.issuer, random: .seeded(1)
        ).load()
        table = RecordingTable(engine)
        let tokens = try JWTConfiguration(
            secret: Array(repeating: 7, count: 32), issuer: Self.issuer, audiences: ["lexi"])
        var configuration = try LexiAPIConfiguration(
            tokens: tokens, cursorKey: Array(repeating: 7, count: 32), version: "1")
        configuration.countsUnits = true
        configuration.vocabulary = Dictionary()
        let clock = ManualClock(Self.now).clock
        responder = try LexiResponder(configuration, table: table, clock: clock, random: .seeded(2))
        store = LexiStore(database: table, clock: clock, random: .seeded(3), observer: spy)
        signer = JWTSigner(tokens)
    }

    func token(_ subject: String, scopes: [String] = []) -> String {
        signer.token(
            subject: subject, email: "\(subject)@example.com", scopes: scopes, issuedAt: Int(Self.now.seconds),
            lifetime: 3600)
    }

    /// Sends a request that is not measured.
    @discardableResult
    func ask(_ method: HTTPMethod, _ target: String, _ token: String?, _ body: String? = nil) async throws -> JSONValue
    {
        var headers = HTTPHeaders()
        if let token { headers.append("Authorization", try #require(HTTPFieldValue("Bearer \(token)"))) }
        headers.append("If-Match", "*")
        if body != nil { headers.append("Content-Type", "application/json") }
        let request = try HTTPRequest(method: method, target: target, headers: headers, body: Array((body ?? "").utf8))
        let response = await responder.respond(to: request)
        let bytes: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
        let text = String(decoding: bytes, as: UTF8.self)
        try #require((200...204).contains(response.status.code), "\(method) \(target): \(response.status.code) \(text)")
        return (try? JSONValue.parse(bytes)) ?? .string(text)
    }

    /// Sends a request, and notes what it took under the name of its route.
    @discardableResult
    func measure(
        _ route: String, _ situation: String, _ method: HTTPMethod, _ target: String, _ token: String?,
        _ body: String? = nil
    ) async throws -> JSONValue {
        let before = try await units()
        table.reset()
        let answer = try await ask(method, target, token, body)
        let notes = table.notes
        permissions.formUnion(notes.permissions)
        var used: [PatternUnits] = []
        let after = try await units()
        for pattern in AccessPatterns.all {
            let (new, old) = (after[pattern.number] ?? CapacityUnits(), before[pattern.number] ?? CapacityUnits())
            let units = CapacityUnits(read: new.read - old.read, write: new.write - old.write)
            if units.total > 0 { used.append(PatternUnits(pattern: pattern, units: units)) }
        }
        costs.append(
            RequestCost(
                route: route, situation: situation, used: used, units: notes.units, places: notes.unitsByPlace))
        return answer
    }

    /// Measures calls of patterns that no route uses.
    func measure(_ situation: String, _ body: (LexiStore) async throws -> Void) async throws {
        table.reset()
        spy.calls = []
        try await body(store)
        for call in spy.calls {
            let units = call.consumed.map(\.total).reduce(CapacityUnits(), +)
            patterns.append(PatternCost(pattern: call.pattern, situation: situation, units: units))
        }
        permissions.formUnion(table.notes.permissions)
    }

    /// The units that `/metrics` tells of each pattern.
    private func units() async throws -> [String: CapacityUnits] {
        let text = try await ask(.get, "/metrics", nil).stringValue ?? ""
        var units: [String: CapacityUnits] = [:]
        for (kind, path) in [("read", \CapacityUnits.read), ("write", \CapacityUnits.write)] {
            let start = "lexi_access_pattern_consumed_\(kind)_units_total{pattern=\""
            for line in text.split(separator: "\n") where line.hasPrefix(start) {
                let parts = line.dropFirst(start.count).split(separator: "\"")
                units[String(parts[0]), default: CapacityUnits()][keyPath: path] =
                    Double(parts[1].dropFirst(2)) ?? .nan
            }
        }
        return units
    }
}

/// A dictionary that knows everything.
private struct Dictionary: VocabularyService {
    func ask(path: String, body: [UInt8], authorization: String) async -> VocabularyReply? {
        VocabularyReply(status: 200, body: Array(#"{"success":true,"data":{}}"#.utf8))
    }
}

/// What a request took of the table.
struct RequestCost {
    let route: String
    let situation: String
    let used: [PatternUnits]
    let units: CapacityUnits
    /// By the table's name and the indexes'.
    let places: [String: CapacityUnits]
}

/// What a pattern took within a request.
struct PatternUnits {
    let pattern: AccessPattern
    let units: CapacityUnits
}

/// What one call of a pattern took.
struct PatternCost {
    let pattern: AccessPattern
    let situation: String
    let units: CapacityUnits
}

/// Keeps the calls that are reported to it. Calls are made one after the other here.
private final class CallSpy: AccessObserver {
    let consumedCapacity = ReturnConsumedCapacity.indexes
    private let kept = Mutex<[AccessCall]>([])

    var calls: [AccessCall] {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }

    func weight(ofNext pattern: AccessPattern, _ operation: AccessPattern.Operation) -> Int { 1 }
    func observe(_ call: AccessCall) { kept.withLock { $0.append(call) } }
}
