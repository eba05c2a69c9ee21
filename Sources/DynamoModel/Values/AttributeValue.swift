/// A value of an attribute: DynamoDB's ten types.
///
/// Equality is DynamoDB's: strings by their bytes, numbers by value, sets without order, maps by their members.
/// Source: API reference, `AttributeValue`.
public enum AttributeValue: Sendable {
    /// S, Unicode text. May be empty except in a key.
    case s(String)
    /// N, an exact decimal number.
    case n(DynamoNumber)
    /// B, bytes. May be empty except in a key.
    case b([UInt8])
    /// `BOOL`: true or false.
    case bool(Bool)
    /// `NULL`: a value that is there and says nothing.
    case null
    /// `M`: a map, whose names are unique by their bytes.
    case m(AttributeMap)
    /// `L`: a list, whose elements may be of different types.
    case l([AttributeValue])
    /// SS, a set of strings.
    case ss(AttributeSet<String>)
    /// NS, a set of numbers.
    case ns(AttributeSet<DynamoNumber>)
    /// BS, a set of binary values.
    case bs(AttributeSet<[UInt8]>)
}

extension AttributeValue {
    /// An integer as a number.
    @inlinable
    public static func int(_ value: Int) -> AttributeValue { .n(DynamoNumber(value)) }

    /// The type descriptor on the wire: `S`, `N`, …
    public var typeName: String {
        switch self {
        case .s: "S"
        case .n: "N"
        case .b: "B"
        case .bool: "BOOL"
        case .null: "NULL"
        case .m: "M"
        case .l: "L"
        case .ss: "SS"
        case .ns: "NS"
        case .bs: "BS"
        }
    }

    /// The text of an S.
    @inlinable
    public var string: String? { if case .s(let value) = self { value } else { nil } }
    /// The number of an N.
    @inlinable
    public var number: DynamoNumber? { if case .n(let value) = self { value } else { nil } }
    /// The number of an N as an integer, when it is one.
    @inlinable
    public var int: Int? { if case .n(let value) = self { value.int } else { nil } }
    /// The bytes of a B.
    @inlinable
    public var bytes: [UInt8]? { if case .b(let value) = self { value } else { nil } }
    /// The truth of a BOOL.
    @inlinable
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The members of an M.
    @inlinable
    public var map: AttributeMap? { if case .m(let value) = self { value } else { nil } }
    /// The elements of an L.
    @inlinable
    public var list: [AttributeValue]? { if case .l(let value) = self { value } else { nil } }

    /// How many levels the value has, as DynamoDB counts them: 1 for a scalar, a set or an empty map, 2 for a map of
    /// scalars.
    public var depth: Int {
        switch self {
        case .m(let map): 1 + (map.lazy.map { $0.value.depth }.max() ?? 0)
        case .l(let list): 1 + (list.lazy.map(\.depth).max() ?? 0)
        default: 1
        }
    }
}

extension AttributeValue: Hashable {
    /// DynamoDB's equality; values of different types are never equal.
    public static func == (left: AttributeValue, right: AttributeValue) -> Bool {
        switch (left, right) {
        case (.s(let a), .s(let b)): a.hasSameBytes(as: b)
        case (.n(let a), .n(let b)): a == b
        case (.b(let a), .b(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        case (.m(let a), .m(let b)): a == b
        case (.l(let a), .l(let b)): a == b
        case (.ss(let a), .ss(let b)): a == b
        case (.ns(let a), .ns(let b)): a == b
        case (.bs(let a), .bs(let b)): a == b
        default: false
        }
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .s(let value): value.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .n(let value): hasher.combine(value)
        case .b(let value): hasher.combine(value)
        case .bool(let value): hasher.combine(value)
        case .null: hasher.combine(0)
        case .m(let value): hasher.combine(value)
        case .l(let value): hasher.combine(value)
        case .ss(let value): hasher.combine(value)
        case .ns(let value): hasher.combine(value)
        case .bs(let value): hasher.combine(value)
        }
    }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// An S.
    public init(stringLiteral value: String) { self = .s(value) }
    /// An N.
    public init(integerLiteral value: Int) { self = .int(value) }
    /// A BOOL.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An L.
    public init(arrayLiteral elements: AttributeValue...) { self = .l(elements) }
    /// An M; of equal names the last counts.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) {
        self = .m(AttributeMap(elements.map { ($0.0, $0.1) }))
    }
}
