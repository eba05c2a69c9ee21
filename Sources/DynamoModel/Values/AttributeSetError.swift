/// Why values do not make a set, each with DynamoDB's own wording.
public enum AttributeSetError: Error, Sendable, Equatable {
    /// A set must have an element.
    case empty
    /// A set has each element once.
    case duplicate
}
