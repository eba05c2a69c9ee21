import DynamoExpressions
import DynamoModel
import TableStore

/// The range of row keys that a key condition describes.
enum KeyBounds {
    /// From the first (inclusive) to the second (exclusive).
    static func of(_ key: KeyCondition, _ layout: KeyLayout) throws(EngineFault) -> (KeyBytes, KeyBytes) {
        for equality in key.hash + key.range { try checkFilled(equality.value) }
        var prefix = layout.partitionPrefix(key.hash.map(\.value))
        for equality in key.range { KeyEncoding.append(equality.value, to: &prefix) }
        return of(key.sort, within: prefix)
    }

    /// The rows with this prefix that meet a condition on the attribute after it: from the first key (inclusive) to the
    /// second (exclusive).
    static func of(_ sort: SortCondition?, within prefix: KeyBytes) -> (KeyBytes, KeyBytes) {
        let end = after(prefix)
        func bound(_ value: AttributeValue) -> KeyBytes {
            var bound = prefix
            KeyEncoding.append(value, to: &bound)
            return bound
        }
        switch sort {
        case nil: return (prefix, end)
        case .equal(let value): return (bound(value), after(bound(value)))
        case .less(let value): return (prefix, bound(value))
        case .lessOrEqual(let value): return (prefix, after(bound(value)))
        case .greater(let value): return (after(bound(value)), end)
        case .greaterOrEqual(let value): return (bound(value), end)
        case .between(let low, let high): return (bound(low), after(bound(high)))
        case .beginsWith(let value):
            var beginning = prefix
            KeyEncoding.appendPrefix(value, to: &beginning)
            return (beginning, after(beginning))
        }
    }

    static func after(_ prefix: KeyBytes) -> KeyBytes {
        KeyEncoding.successor(ofPrefix: prefix) ?? KeyLayout.end
    }

    static func checkFilled(_ value: AttributeValue) throws(EngineFault) {
        switch value {
        case .s(let text) where text.isEmpty:
            throw .validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty string value.")
        case .b(let bytes) where bytes.isEmpty:
            throw .validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty binary value.")
        default: break
        }
    }
}
