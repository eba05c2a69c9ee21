import DynamoModel

/// Parsed expressions by kind and text; see ``TextCache``. Safe to share.
package final class ExpressionCache: Sendable {
    /// The cache of the process.
    package static let shared = ExpressionCache()

    /// How many bytes of text a generation holds.
    package static let generationSize = 64 * 1024
    /// Longer texts are parsed each time.
    package static let longestText = 1024

    private let texts = TextCache<ExpressionKind, ParsedExpression>(
        generationSize: generationSize, longestText: longestText)

    /// An empty cache.
    package init() {}

    /// How many expressions it holds.
    package var count: Int { texts.count }

    /// The parsed form of a text; what cannot be parsed is not kept.
    func parsed(_ text: String, _ kind: ExpressionKind) throws(ExpressionError) -> ParsedExpression {
        try texts.parsed(text, kind.grammar) { () throws(ExpressionError) in try Parser.parse(text, kind) }
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
