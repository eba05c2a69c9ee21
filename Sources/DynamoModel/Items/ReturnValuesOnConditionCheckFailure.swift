/// Whether a write whose condition did not hold returns the item in its error.
public enum ReturnValuesOnConditionCheckFailure: String, Sendable, CaseIterable {
    /// The error comes without the item.
    case none = "NONE"
    /// The whole item as it was.
    case allOld = "ALL_OLD"
}
