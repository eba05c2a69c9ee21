extension String: AttributeSetElement {
    /// Byte order.
    @inlinable
    public static func compare(_ left: String, _ right: String) -> Int { left.compareBytes(with: right) }
    /// The length in UTF-8.
    @inlinable
    public var attributeSize: Int { utf8.count }
}

extension DynamoNumber: AttributeSetElement {
    /// Numeric order.
    @inlinable
    public static func compare(_ left: DynamoNumber, _ right: DynamoNumber) -> Int { left.compare(with: right) }
    /// One byte for every two significant digits, one more, and one for a sign; zero, which has no significant digit,
    /// takes one.
    ///
    /// The Developer Guide says "approximately". Sizes that were measured at the limit of an item
    /// (github.com/nubo-db/dynamodb-conformance, src/item-size.ts) bear this out.
    public var attributeSize: Int {
        if self == .zero { return 1 }
        // Digits are packed in pairs that start at even powers of ten, so that an odd exponent can cost half a byte.
        let oddPower = exponent & 1 != 0 ? 1 : 0
        return (digitCount + oddPower + 1) / 2 + 1 + (isNegative ? 1 : 0)
    }
}

extension Array: AttributeSetElement where Element == UInt8 {
    /// Byte order.
    @inlinable
    public static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int { left.compareBytes(with: right) }
    /// The number of bytes.
    @inlinable
    public var attributeSize: Int { count }
}

/// A DynamoDB set: never empty, no element twice, no order (held sorted).
public struct AttributeSet<Element: AttributeSetElement>: Sendable {
    /// The elements in ascending order.
    public let elements: [Element]

    /// The set of these elements.
    ///
    /// - Throws: ``AttributeSetError`` when there is none, or one comes twice.
    public init(_ elements: [Element]) throws(AttributeSetError) {
        guard !elements.isEmpty else { throw .empty }
        let sorted = elements.sorted { Element.compare($0, $1) < 0 }
        for (left, right) in zip(sorted, sorted.dropFirst()) where Element.compare(left, right) == 0 {
            throw .duplicate
        }
        self.elements = sorted
    }

    private init(sorted elements: [Element]) { self.elements = elements }

    /// Whether the set has the element.
    public func contains(_ element: Element) -> Bool {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            let order = Element.compare(elements[middle], element)
            if order == 0 { return true }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// The elements of both sets.
    public func union(_ other: AttributeSet) -> AttributeSet {
        let added = other.elements.filter { !contains($0) }
        return AttributeSet(sorted: (elements + added).sorted { Element.compare($0, $1) < 0 })
    }

    /// The elements that are not in `other`, or nil when none is left: DynamoDB has no empty set.
    public func subtracting(_ other: AttributeSet) -> AttributeSet? {
        let rest = elements.filter { !other.contains($0) }
        return rest.isEmpty ? nil : AttributeSet(sorted: rest)
    }
}

extension AttributeSet: Hashable {
    /// Whether both sets have the same elements.
    public static func == (left: AttributeSet, right: AttributeSet) -> Bool {
        left.elements.count == right.elements.count
            && zip(left.elements, right.elements).allSatisfy { Element.compare($0, $1) == 0 }
    }

    /// Hashes the elements (equal bytes are canonically equivalent, so that the element's own hash serves).
    public func hash(into hasher: inout Hasher) { hasher.combine(elements) }
}
