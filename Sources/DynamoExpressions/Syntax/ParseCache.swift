import Synchronization

/// Parsed expressions by their text: a service sends the same few texts over and over.
///
/// Bounded: when it is full it starts afresh, which costs little and needs no order of use.
final class ParseCache: Sendable {
    static let shared = ParseCache()

    /// How many expressions are kept.
    static let capacity = 1024
    /// Longer texts are rarely sent twice.
    static let longestText = 1024

    private struct Key: Hashable {
        let kind: ExpressionKind
        let text: [UInt8]
    }

    private let entries = Mutex<[Key: ParsedExpression]>([:])

    /// The expression, parsed now or before.
    func expression(_ text: String, _ kind: ExpressionKind) throws(ExpressionError) -> ParsedExpression {
        guard text.utf8.count <= Self.longestText else { return try Parser.parse(text, kind) }
        let key = Key(kind: kind, text: Array(text.utf8))
        if let known = entries.withLock({ $0[key] }) { return known }
        let parsed = try Parser.parse(text, kind)
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[key] = parsed
        }
        return parsed
    }
}
