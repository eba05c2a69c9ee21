import DynamoModel

/// The one form in bytes of an item: names in the order of their bytes, numbers without superfluous zeros, sets in
/// order, every part with its length before it so that no two items share a form.
enum CanonicalItem {
    static func bytes(_ item: Item) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        append(item, to: &bytes)
        return bytes
    }

    private static func append(_ map: AttributeMap, to bytes: inout [UInt8]) {
        append(map.count, to: &bytes)
        for (name, value) in map {
            append(name, to: &bytes)
            append(value, to: &bytes)
        }
    }

    private static func append(_ value: AttributeValue, to bytes: inout [UInt8]) {
        append(value.typeName, to: &bytes)
        switch value {
        case .s(let text): append(text, to: &bytes)
        case .n(let number): append(number.description, to: &bytes)
        case .b(let data): append(data, to: &bytes)
        case .bool(let truth): bytes.append(truth ? 1 : 0)
        case .null: break
        case .m(let map): append(map, to: &bytes)
        case .l(let list): append(list, to: &bytes) { append($0, to: &$1) }
        case .ss(let set): append(set.elements, to: &bytes) { append($0, to: &$1) }
        case .ns(let set): append(set.elements, to: &bytes) { append($0.description, to: &$1) }
        case .bs(let set): append(set.elements, to: &bytes) { append($0, to: &$1) }
        }
    }

    private static func append<Element>(
        _ elements: [Element], to bytes: inout [UInt8], _ body: (Element, inout [UInt8]) -> Void
    ) {
        append(elements.count, to: &bytes)
        for element in elements { body(element, &bytes) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(text.utf8.count, to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func append(_ data: [UInt8], to bytes: inout [UInt8]) {
        append(data.count, to: &bytes)
        bytes += data
    }

    /// Counts in 32 bits, the highest byte first; no part of an item comes near.
    private static func append(_ count: Int, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
}
