/// Why one item of a transaction stood in its way.
public struct CancellationReason: Sendable, Equatable {
    /// The kinds of reasons.
    public enum Code: String, Sendable, CaseIterable {
        /// This item did not stand in the way.
        case none = "None"
        /// Its condition did not hold.
        case conditionalCheckFailed = "ConditionalCheckFailed"
        /// An item of this key is there already, which `INSERT` does not replace.
        case duplicateItem = "DuplicateItem"
        /// The statement's table is not there.
        case resourceNotFound = "ResourceNotFound"
        /// Another transaction is writing the item.
        case transactionConflict = "TransactionConflict"
        /// The item or update breaks a rule.
        case validationError = "ValidationError"
        /// The item collection is above 10 GB.
        case itemCollectionSizeLimitExceeded = "ItemCollectionSizeLimitExceeded"
        /// The table's throughput is used up.
        case provisionedThroughputExceeded = "ProvisionedThroughputExceeded"
        /// The account's throughput is used up.
        case throttlingError = "ThrottlingError"
    }

    /// The kind of reason.
    public let code: Code
    /// DynamoDB's message; nil for ``Code/none``.
    public let message: String?
    /// The item as it was, if the request asked for it.
    public let item: Item?

    /// A reason of this kind.
    public init(_ code: Code, message: String? = nil, item: Item? = nil) {
        self.code = code
        self.message = message
        self.item = item
    }

    /// This item did not stand in the way.
    public static let none = CancellationReason(.none)

    /// The item's condition did not hold.
    public static func conditionalCheckFailed(item: Item? = nil) -> CancellationReason {
        CancellationReason(.conditionalCheckFailed, message: "The conditional request failed", item: item)
    }
}
