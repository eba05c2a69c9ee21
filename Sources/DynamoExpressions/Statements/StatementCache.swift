import DynamoModel

/// Parsed statements by their text; see ``TextCache``. Safe to share.
package final class StatementCache: Sendable {
    /// The cache of the process.
    package static let shared = StatementCache()

    private let texts = TextCache<Bool, ParsedStatement>(generationSize: 128 * 1024, longestText: 2048)

    /// An empty cache.
    package init() {}

    /// How many statements it holds.
    package var count: Int { texts.count }

    /// The parsed form of a text; what cannot be parsed is not kept.
    package func parsed(_ text: String) throws(StatementError) -> ParsedStatement {
        try texts.parsed(text, true) { () throws(StatementError) in try StatementLowering.parse(text) }
    }
}
