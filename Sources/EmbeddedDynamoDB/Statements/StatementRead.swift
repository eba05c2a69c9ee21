import DynamoExpressions
import DynamoModel
import TableStore

/// One range of rows that a statement reads, and what it leaves out of them.
struct StatementRead {
    /// The partition; nil for a scan.
    var partition: AttributeValue?
    /// From here (inclusive) to there (exclusive).
    var lower: KeyBytes
    var upper: KeyBytes
    /// The conditions that the range does not express.
    var filter: ConditionNode?
    /// All that the branch asks.
    var whole: ConditionNode?
    /// Whether another branch may read the same rows.
    var mayOverlap = false
    /// Whether there is one key in the range.
    var isPoint = false
}
