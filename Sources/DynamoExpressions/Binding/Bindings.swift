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

    /// The memory that the values take, in bytes.
    var memorySize: Int {
        values.reduce(values.count * MemoryLayout<AttributeValue>.stride) { $0 + $1.heapSize }
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
    /// What `size` counts: UTF-16 code units of text, bytes of binary, elements of sets and lists, members of maps.
    /// Others have no size.
    ///
    /// Source: ExtendDB/extenddb, pull request 67, which was held against DynamoDB; the API reference speaks of the
    /// length.
    var expressionSize: Int? {
        switch self {
        case .s(let text): text.utf16Length
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

extension String {
    /// The number of UTF-16 code units. Unlike `utf16.count` it leaves no table of offsets in the string.
    fileprivate var utf16Length: Int {
        withBytes { bytes in
            var count = 0
            for byte in bytes {
                // Each character begins with a byte that continues none; those of four bytes have two units.
                if byte & 0b1100_0000 != 0b1000_0000 { count += 1 }
                if byte >= 0b1111_0000 { count += 1 }
            }
            return count
        }
    }
}
