import DynamoModel
import Synchronization

/// Parsed expressions by kind and text, so that a text that comes again and again is parsed once.
///
/// Two generations bound it: when the young one is full it becomes the old one, and the one before is dropped; an entry
/// that is found in the old one moves to the young one. A program's own texts stay, texts that come once go. Safe to
/// share.
package final class ExpressionCache: Sendable {
    /// The cache of the process.
    package static let shared = ExpressionCache()

    /// How many bytes of text a generation holds. The trees take several times as much.
    package static let generationSize = 64 * 1024
    /// Longer texts are parsed each time, since one of them would push out many others.
    package static let longestText = 1024

    private struct Key: Hashable {
        let kind: ExpressionKind
        let text: String

        // By bytes: canonically equivalent texts are different expressions.
        static func == (left: Key, right: Key) -> Bool {
            left.kind == right.kind && left.text.hasSameBytes(as: right.text)
        }

        func hash(into hasher: inout Hasher) {
            text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private struct Generations {
        var young: [Key: ParsedExpression] = [:]
        var old: [Key: ParsedExpression] = [:]
        var youngSize = 0

        mutating func find(_ key: Key) -> ParsedExpression? {
            if let parsed = young[key] { return parsed }
            guard let parsed = old[key] else { return nil }
            insert(key, parsed)
            return parsed
        }

        mutating func insert(_ key: Key, _ parsed: ParsedExpression) {
            let size = key.text.utf8.count
            if youngSize + size > ExpressionCache.generationSize {
                old = young
                young = [:]
                youngSize = 0
            }
            if young.updateValue(parsed, forKey: key) == nil { youngSize += size }
        }
    }

    private let generations = Mutex(Generations())

    /// An empty cache.
    package init() {}

    /// How many expressions it holds.
    package var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    /// The parsed form of a text; what cannot be parsed is not kept.
    func parsed(_ text: String, _ kind: ExpressionKind) throws(ExpressionError) -> ParsedExpression {
        guard text.utf8.count <= Self.longestText else { return try Parser.parse(text, kind) }
        let key = Key(kind: kind.grammar, text: text)
        if let known = generations.withLock({ $0.find(key) }) { return known }
        let parsed = try Parser.parse(text, kind)
        generations.withLock { $0.insert(key, parsed) }
        return parsed
    }
}

extension ExpressionKind {
    /// The kind whose rules the text follows: conditions, filters and key conditions have the same.
    fileprivate var grammar: ExpressionKind {
        switch self {
        case .condition, .filter, .keyCondition: .condition
        case .update, .projection: self
        }
    }
}
