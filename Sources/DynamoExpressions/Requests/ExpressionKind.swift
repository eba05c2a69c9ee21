/// The kinds of expressions; the raw value is the request's parameter, as DynamoDB's messages name it.
///
/// Source: Developer Guide, "Using expressions in DynamoDB".
public enum ExpressionKind: String, Sendable, CaseIterable {
    /// What must hold of an item for it to be written.
    case condition = "ConditionExpression"
    /// Which of the items that were read are returned.
    case filter = "FilterExpression"
    /// Which items a query reads.
    case keyCondition = "KeyConditionExpression"
    /// How an item changes.
    case update = "UpdateExpression"
    /// Which parts of an item are returned.
    case projection = "ProjectionExpression"

    /// Whether the kind can use `:values`.
    var takesValues: Bool { self != .projection }
}
