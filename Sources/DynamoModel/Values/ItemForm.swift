/// How a caller of a read wants the items.
package enum ItemForm: Sendable, Equatable {
    /// As values.
    case values
    /// As they go over the wire, as far as that saves making values of them.
    case json
}
