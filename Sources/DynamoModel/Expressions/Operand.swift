/// Something that has a value, or none when the item lacks it.
package indirect enum Operand: Sendable, Equatable {
    /// The path at this place of the table of paths.
    case path(Int)
    /// The value at this place of the table of values.
    case value(Int)
    /// `size`, `if_not_exists` or `list_append`.
    case call(ExpressionFunction, [Operand])
    /// A sum or a difference.
    case arithmetic(Arithmetic, Operand, Operand)
}
