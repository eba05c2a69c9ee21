/// Names and values that stand for `#name` and `:value` in the expressions of a request.
public struct ExpressionParameters: Sendable, Equatable {
    /// Attribute names by placeholder, the `#` included. Nil when the request does not have the parameter.
    public var names: [String: String]?
    /// Attribute values by placeholder, the `:` included. Nil when the request does not have the parameter.
    public var values: [String: AttributeValue]?

    /// What `#name` and `:value` stand for, each with its sign; nil where the request has no such map.
    public init(names: [String: String]? = nil, values: [String: AttributeValue]? = nil) {
        self.names = names
        self.values = values
    }
}
