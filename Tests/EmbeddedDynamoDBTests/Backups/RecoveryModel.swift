import DynamoModel
import TestSupport

@testable import EmbeddedDynamoDB

/// The states that a table had, each with the time of the last change: what a restore is held against.
struct RecoveryModel: Sendable {
    private(set) var states: [(time: Int, items: [String: Item])]

    init(_ time: Int, _ items: [String: Item]) { states = [(time, items)] }

    mutating func note(_ time: Int, _ change: (inout [String: Item]) -> Void) {
        var items = states[states.count - 1].items
        change(&items)
        states.append((time, items))
    }

    /// What the table was at a time, in milliseconds.
    ///
    /// - Parameter last: the state after which nothing was done. Two changes can have the same time.
    func items(at time: Int, upTo last: Int? = nil) -> [String: Item] {
        states[...(last ?? states.count - 1)].last { $0.time <= time }?.items ?? [:]
    }

    var span: ClosedRange<Int> { states[0].time...states[states.count - 1].time }

    /// Makes some changes, a millisecond or more apart.
    ///
    /// - Parameter changed: learns of each when it was acknowledged.
    mutating func change(
        _ table: TestTable, _ random: inout SeededGenerator, _ clock: SteppedClock, count: Int, items: Int = 41,
        changed: (RecoveryModel) -> Void = { _ in }
    ) async throws {
        for step in 0..<count {
            clock.advance(by: Double(random.int(1...4)) / 1000)
            let item = indexedItem(random.int(0...items - 1), group: "g\(random.int(0...3))", text: "\(step)")
            let key = item["sk"]?.string ?? ""
            if random.int(0...3) == 0 {
                try await table.delete(table.key(of: item))
                note(Int(clock.now * 1000)) { $0[key] = nil }
            } else {
                try await table.put(item)
                note(Int(clock.now * 1000)) { $0[key] = item }
            }
            changed(self)
        }
    }
}
