import DynamoWire
import Lexi

extension Command {
    /// `lexi table patterns`: the registry, and the request of a pattern.
    static let tablePatterns = Command(
        "patterns", "List the access patterns, or show the request of one without sending it.",
        operands: "[NUMBER [COMPONENT=VALUE ...]]",
        discussion: """
            A component without a value stays in braces. Of a range, VALUE is the end, or LOW..HIGH are both:

              lexi table patterns 11 user_id=01J0000000000G000000000007 next_review_at=2026-05-02T10:30:00Z
            """,
        options: [Settings.table]
    ) { arguments, terminal in
        guard let number = arguments.operands.first else {
            for pattern in AccessPatterns.all { terminal.print("\(pattern.number)\t\(pattern.name)") }
            return 0
        }
        guard let pattern = AccessPatterns.all.first(where: { $0.number == number }) else {
            throw UsageError("there is no pattern '\(number)'")
        }
        let values = try values(arguments.operands.dropFirst(), of: pattern)
        guard let shown = pattern.shown(table: try arguments.required(Settings.table), values: values) else {
            throw CommandFailure("the pattern \(number) writes: its request follows from what is stored")
        }
        let request = request(shown)
        terminal.print("\(pattern.number) \(pattern.name): \(request.operation.rawValue)")
        terminal.print(String(decoding: request.json, as: UTF8.self))
        return 0
    }

    private static func values(
        _ operands: ArraySlice<String>, of pattern: AccessPattern
    ) throws -> [String: String] {
        var values: [String: String] = [:]
        for operand in operands {
            let parts = operand.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, pattern.components.contains(parts[0]) else {
                let names = pattern.components.isEmpty ? "none" : pattern.components.joined(separator: ", ")
                throw UsageError("'\(operand)' is not COMPONENT=VALUE; the pattern's components: \(names)")
            }
            values[parts[0]] = parts[1]
        }
        return values
    }

    private static func request(_ shown: ShownRequest) -> DynamoRequest {
        switch shown {
        case .get(let request): .getItem(request)
        case .batchGet(let request): .batchGetItem(request)
        case .query(let request): .query(request)
        }
    }
}
