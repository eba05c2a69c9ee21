@testable import HTTPServer

/// Feeds a connection's state machine without a socket and tells what came out.
struct MachineHarness: ~Copyable {
    var machine: ConnectionMachine
    let budget: BodyBudget
    var now = MonotonicTime(nanoseconds: 1_000_000_000_000)
    var bodyLimit = 1000
    private(set) var outcome: [String] = []

    init(limits: HTTPLimits = HTTPLimits(), timeouts: HTTPTimeouts = HTTPTimeouts()) {
        budget = BodyBudget(limit: limits.bufferedBodyBytes)
        machine = ConnectionMachine(limits: limits, timeouts: timeouts, budget: budget, peer: .none, now: now)
    }

    mutating func advance(_ duration: Duration) { now = now + duration }

    /// Feeds `bytes` in pieces of `size` and answers each request at once.
    mutating func feed(_ bytes: [UInt8], pieces size: Int) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size)
            let limit = bodyLimit
            let action = bytes[start..<end].withUnsafeBufferPointer { machine.receive($0, now: now) { _ in limit } }
            follow(action)
            start = end
        }
    }

    mutating func feed(_ text: String) { feed(Array(text.utf8), pieces: .max / 2) }

    mutating func timeOut() { follow(machine.deadlinePassed(now: now)) }

    private mutating func follow(_ first: ConnectionMachine.Action) {
        var action = first
        while action != .wait {
            outcome.append(Self.text(action))
            if case .request(let request) = action {
                budget.release(request.body.count)
                machine.answered(now: now)
            }
            if case .decline = action { machine.answered(now: now) }
            let limit = bodyLimit
            action = machine.next(now: now) { _ in limit }
        }
    }

    private static func text(_ action: ConnectionMachine.Action) -> String {
        switch action {
        case .wait: return "wait"
        case .sendContinue: return "continue"
        case .close: return "close"
        case .refuse(let error): return "\(error.status.code) \(error)"
        case .decline(let error): return "\(error.status.code) \(error), and on"
        case .request(let request):
            let query = request.query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? ""
            return "\(request.method) \(String(decoding: request.path, as: UTF8.self))\(query)"
                + (request.body.isEmpty ? "" : " " + String(decoding: request.body, as: UTF8.self))
        }
    }
}

/// What comes out when `text` is fed whole, in bytes and in pieces of seven; the three must agree.
func outcomes(_ text: [UInt8], limits: HTTPLimits = HTTPLimits()) -> [[String]] {
    [Int.max / 2, 1, 7].map { size in
        var harness = MachineHarness(limits: limits)
        harness.feed(text, pieces: size)
        return harness.outcome
    }
}
