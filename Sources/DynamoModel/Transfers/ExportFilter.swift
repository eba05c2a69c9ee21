/// Which items an export has, and what of them: expressions as those of a query.
public struct ExportFilter: Sendable, Equatable {
    /// One partition key, and perhaps a condition on the sort key; nil for all keys.
    public var keyCondition: String?
    /// The condition that an item has to meet. Where there is a key condition, too, it names no key attributes.
    public var filter: String?
    /// The paths that are exported; nil for all attributes.
    public var projection: String?
    /// Placeholders of the expressions.
    public var parameters: ExpressionParameters

    /// A filter that is judged on each item; the placeholders are the expression's own.
    public init(
        keyCondition: String? = nil, filter: String? = nil, projection: String? = nil,
        parameters: ExpressionParameters = ExpressionParameters()
    ) {
        self.keyCondition = keyCondition
        self.filter = filter
        self.projection = projection
        self.parameters = parameters
    }
}
