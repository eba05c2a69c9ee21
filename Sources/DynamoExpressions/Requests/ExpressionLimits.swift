/// Limits that no other part of the table has.
enum ExpressionLimits {
    /// The highest list index that a path can have.
    static let listIndex = Int(Int32.max)
    /// The length of a placeholder, `#` or `:` included, in bytes.
    static let placeholderSize = 255
    /// How deep the parser descends into parentheses and functions. Deeper, either two parentheses enclose the same
    /// thing or there are more than 300 operators, so that no expression that DynamoDB takes is refused.
    static let parserDepth = 302
}
