import Testing

@testable import Lexi

@Suite struct SessionTests {
    static let now = Timestamp(clamping: 1_777_717_800)

    static func session() throws -> Session {
        let scenario = ScenarioID(trusted: "at-the-cafe")
        let new = NewSession(
            userID: UserID(ULID(high: 1, low: 1)), scenarioID: scenario, scenarioTitle: "At the café",
            learnerRole: "Guest", aiRole: "Waiter", aiCharacter: .sarah, level: .a1, selectedGoal: "Order",
            assignedModel: "", prompt: nil, greeting: nil)
        return Session(
            new, id: SessionID(ULID(high: 1, low: 2)), at: now, feedPosition: FeedPosition(time: now, sequence: 1))
    }

    static func turn(_ speaker: Speaker, ttft: Int? = nil, cost: String? = nil, hint: Bool = false) throws -> NewTurn {
        NewTurn(
            speaker: speaker, content: "Hi", translatedContent: "", audioURL: .none, isHintUsed: hint, ttftMS: ttft,
            latencyMS: nil, inputTokens: nil, outputTokens: nil, costUSD: try cost.map { try DecimalAmount($0) },
            deliveryCue: "", qualityScore: nil)
    }

    // Turns are numbered without gaps; figures are averaged over the AI turns that carry them, costs are exact.
    @Test func appendingTurns() throws {
        let first = try Self.session().appending(
            [Self.turn(.ai, ttft: 100, cost: "0.1"), Self.turn(.user, ttft: 999, hint: true)], at: Self.now)
        let (head, turns) = try first.head.appending(
            [Self.turn(.ai, ttft: 101, cost: "0.2"), Self.turn(.ai)], at: Self.now)
        #expect(turns.map(\.turnIndex) == [2, 3])
        #expect(head.totalTurns == 4)
        #expect(head.userTurns == 1)
        #expect(head.hintUsedCount == 1)
        #expect(head.ttft.averageTenths == 1005)
        #expect(head.latency.averageTenths == nil)
        #expect(head.totalCostUSD.text == "0.3")
        #expect(head.version == 3)
    }

    // Averages are half up to one decimal.
    @Test func averages() {
        #expect(Figure(sum: 1, count: 20).averageTenths == 1)
        #expect(Figure(sum: 49, count: 1000).averageTenths == 0)
        #expect(Figure(sum: 200, count: 3).averageTenths == 667)
    }

    // ACTIVE goes to SCORING and COMPLETED, or to ABANDONED; nothing else goes.
    @Test func transitions() throws {
        let active = try Self.session()
        let scoring = try active.completing(hasScores: false, at: Self.now)
        #expect(scoring.status == .scoring)
        #expect(try scoring.scored(at: Self.now).status == .completed)
        #expect(try active.completing(hasScores: true, at: Self.now).status == .completed)
        let abandoned = try active.abandoning(at: Self.now)
        for ended in [scoring, abandoned, try scoring.scored(at: Self.now)] {
            #expect(throws: SessionStateError.self) { try ended.appending([Self.turn(.user)], at: Self.now) }
            #expect(throws: SessionStateError.self) { try ended.abandoning(at: Self.now) }
            #expect(throws: SessionStateError.self) { try ended.completing(hasScores: true, at: Self.now) }
        }
        #expect(throws: SessionStateError.self) { try active.scored(at: Self.now) }
    }
}
