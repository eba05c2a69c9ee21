/// How a caller of a read wants the items.
package enum ItemForm: Sendable, Equatable {
    /// As ``AttributeValue``s, for callers in the process.
    case values
    /// As they go over the wire, as far as that saves making values of them.
    case json
}
