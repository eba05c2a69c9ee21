import DynamoModel

/// A part of a transaction that stood in its way, or a statement of a batch that was refused.
public struct RefusedPart: Sendable, Equatable {
    /// The table, as the request named it.
    public let tableName: String
    /// Why this part stood in the transaction's way.
    public let reason: CancellationReason.Code
}
