import DynamoModel

/// What a parsed expression refers to, in one request: the tables of its paths and values.
package struct Bindings: Sendable {
    /// The paths by their places.
    package var paths: [DocumentPath]
    /// The values by their places.
    package var values: [AttributeValue]

    package init(paths: [DocumentPath], values: [AttributeValue]) {
        self.paths = paths
        self.values = values
    }

    /// The operand's value for an item, or nil when the item lacks it. `size` of what has no size is nil too.
    ///
    /// The functions and operators of updates have their own evaluation, which can fail.
    @inline(__always)
    func value(of operand: Operand, in item: Item) -> AttributeValue? {
        switch operand {
        case .value(let index): return values[index]
        case .path(let index): return paths[index].value(in: item)
        case .call(.size, let operands): return value(ofSizeOf: operands[0], in: item)
        case .call, .arithmetic: return nil
        }
    }

    private func value(ofSizeOf operand: Operand, in item: Item) -> AttributeValue? {
        let subject: AttributeValue? =
            switch operand {
            case .value(let index): values[index]
            case .path(let index): paths[index].value(in: item)
            case .call, .arithmetic: nil
            }
        return subject?.expressionSize.map { .int($0) }
    }
}

extension AttributeValue {
    /// What `size` counts: bytes of text and binary, elements of sets and lists, members of maps. Others have no size.
    var expressionSize: Int? {
        switch self {
        case .s(let text): text.utf8.count
        case .b(let bytes): bytes.count
        case .ss(let set): set.elements.count
        case .ns(let set): set.elements.count
        case .bs(let set): set.elements.count
        case .l(let list): list.count
        case .m(let map): map.count
        case .n, .bool, .null: nil
        }
    }
}
