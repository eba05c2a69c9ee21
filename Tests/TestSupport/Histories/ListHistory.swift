/// What concurrent transactions appended to and read from lists, and whether that is strictly serializable: whether all
/// of it can have happened one after the other, each between its request and its answer.
///
/// Every transaction appends its own number, so that a list shows who wrote before whom, and each read of it where it
/// belongs (K. Kingsbury and P. Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", VLDB
/// 2020). The history is strictly serializable when these orders and that of time contain no circle.
public struct ListHistory: Sendable {
    /// How a transaction ended.
    public enum Outcome: Sendable {
        case done
        case refused
        case unknown
    }

    /// One transaction, or an operation on one list.
    public struct Operation: Sendable {
        /// What it appends to its lists; a separate number.
        public var id: Int
        /// The lists that it appends to.
        public var appends: [String] = []
        /// What it saw of lists that it does not append to.
        public var reads: [String: [Int]] = [:]
        /// When it was asked for, in nanoseconds.
        public var start: UInt64
        /// By when it was done; nil while that is not known.
        public var end: UInt64?
        /// How it ended.
        public var outcome = Outcome.done

        /// An operation.
        public init(id: Int, appends: [String] = [], reads: [String: [Int]] = [:], start: UInt64, end: UInt64?) {
            (self.id, self.appends, self.reads, self.start, self.end) = (id, appends, reads, start, end)
        }
    }

    /// Everything that was done, in any order.
    public var operations: [Operation] = []

    /// A history without operations.
    public init() {}

    /// What contradicts one order of all transactions; empty for a strictly serializable history.
    ///
    /// - Parameter lists: what every list held in the end.
    public func violations(endingWith lists: [String: [Int]]) -> [String] {
        let asked = Set(operations.map(\.id))
        let strangers = lists.values.joined().filter { !asked.contains($0) }
        let faults =
            strangers.map { "\($0) is there and was said not to be done" }
            + operations.flatMap { contradictions(of: $0, lists) } + lists.compactMap { repetition($0.key, $0.value) }
        return faults.isEmpty ? circle(lists) : faults
    }

    private func repetition(_ name: String, _ list: [Int]) -> String? {
        Set(list).count == list.count ? nil : "\(name): a transaction was carried out twice"
    }

    /// What is wrong with one operation by itself.
    private func contradictions(of operation: Operation, _ lists: [String: [Int]]) -> [String] {
        var faults: [String] = []
        let found = operation.appends.count { lists[$0]?.contains(operation.id) == true }
        switch operation.outcome {
        case .done where found < operation.appends.count: faults.append("\(operation.id) was acknowledged and is lost")
        case .refused where found > 0: faults.append("\(operation.id) was refused and is there")
        case .unknown where found != 0 && found < operation.appends.count:
            faults.append("\(operation.id) is there by half")
        default: break
        }
        for (name, seen) in operation.reads where !(lists[name] ?? []).starts(with: seen) {
            faults.append("\(operation.id) saw \(name) as it never was")
        }
        return faults
    }

    // MARK: The order

    private func circle(_ lists: [String: [Int]]) -> [String] {
        let happened = operations.filter { operation in
            switch operation.outcome {
            case .done: true
            case .refused: false
            case .unknown: operation.appends.contains { lists[$0]?.contains(operation.id) == true }
            }
        }
        let nodes = Dictionary(uniqueKeysWithValues: happened.enumerated().map { ($1.id, $0) })
        var order = Order(operations: happened.count, moments: happened)
        for list in lists.values {
            for (before, after) in zip(list, list.dropFirst()) { order.add(nodes[before], nodes[after]) }
        }
        for (node, operation) in happened.enumerated() {
            for (name, seen) in operation.reads {
                if let last = seen.last { order.add(nodes[last], node) }
                let list = lists[name] ?? []
                if seen.count < list.count { order.add(node, nodes[list[seen.count]]) }
            }
        }
        let stuck = order.stuck()
        guard !stuck.isEmpty else { return [] }
        let ids = stuck.filter { $0 < happened.count }.prefix(8).map { "\(happened[$0].id)" }
        return ["no order of these fits what they saw: \(ids.joined(separator: ", "))"]
    }

    /// What has to come before what. The first nodes are the operations, the others the moments at which one began or
    /// ended.
    private struct Order {
        private var followers: [[Int]]
        private var waitsFor: [Int]

        init(operations: Int, moments happened: [Operation]) {
            var moments: [(time: UInt64, isEnd: Bool, node: Int)] = []
            for (node, operation) in happened.enumerated() {
                moments.append((operation.start, false, node))
                if let end = operation.end { moments.append((end, true, node)) }
            }
            // At one time, beginnings come first: then neither is before the other.
            moments.sort { ($0.time, $0.isEnd ? 1 : 0) < ($1.time, $1.isEnd ? 1 : 0) }
            followers = Array(repeating: [], count: operations + moments.count)
            waitsFor = Array(repeating: 0, count: operations + moments.count)
            for (position, moment) in moments.enumerated() {
                let place = operations + position
                if position > 0 { add(place - 1, place) }
                if moment.isEnd { add(moment.node, place) } else { add(place, moment.node) }
            }
        }

        mutating func add(_ before: Int?, _ after: Int?) {
            guard let before, let after, before != after else { return }
            followers[before].append(after)
            waitsFor[after] += 1
        }

        /// The nodes that no order has a place for.
        func stuck() -> [Int] {
            var waitsFor = waitsFor
            var ready = waitsFor.indices.filter { waitsFor[$0] == 0 }
            while let node = ready.popLast() {
                for follower in followers[node] {
                    waitsFor[follower] -= 1
                    if waitsFor[follower] == 0 { ready.append(follower) }
                }
            }
            return waitsFor.indices.filter { waitsFor[$0] > 0 }
        }
    }
}
