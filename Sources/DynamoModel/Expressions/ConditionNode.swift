/// Something that holds of an item or does not.
package indirect enum ConditionNode: Sendable, Equatable {
    /// Conditions joined with `AND`, two or more.
    case all([ConditionNode])
    /// Conditions joined with `OR`, two or more.
    case any([ConditionNode])
    /// `NOT`.
    case not(ConditionNode)
    /// A comparison.
    case compare(Comparator, Operand, Operand)
    /// `BETWEEN`, both bounds included.
    case between(Operand, Operand, Operand)
    /// `IN`.
    case member(Operand, [Operand])
    /// A function that is a condition.
    case function(ExpressionFunction, [Operand])
}
