/// A JSON text as a tree (RFC 8259).
///
/// Strings are equal when their bytes are: `"é"` composed and `"é"` decomposed are two values, as they are for the
/// table and for every other program that reads the text. Numbers are equal when they are spelt the same.
public enum JSONValue: Sendable {
    /// Not the same as a missing member.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as it was written.
    case number(JSONNumber)
    /// A text; may hold U+0000.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Members with distinct names, in order.
    case object(JSONObject)
}

extension JSONValue: Equatable {
    /// Byte-exact equality. The order of an object's members does not matter (RFC 8259, section 4), that of an array
    /// does.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): bytesEqual(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue {
    /// Whether the value is `null`.
    @inlinable public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The truth value, when it is one.
    @inlinable public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number, when it is one.
    @inlinable public var numberValue: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The integer, when the value is a number that is spelt as an integer and fits (`JSONNumber.int`).
    @inlinable public var intValue: Int? {
        if case .number(let value) = self { value.int } else { nil }
    }

    /// The nearest binary number, when the value is a number and that is finite.
    @inlinable public var doubleValue: Double? {
        if case .number(let value) = self { value.double } else { nil }
    }

    /// The text, when it is one.
    @inlinable public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, when it is an array.
    @inlinable public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, when it is an object.
    @inlinable public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of this name; nil when the object does not have it, and for a value that is not an object.
    @inlinable public subscript(_ name: String) -> JSONValue? {
        if case .object(let value) = self { value[name] } else { nil }
    }

    /// The element at this place; nil beyond the end, and for a value that is not an array.
    @inlinable public subscript(_ index: Int) -> JSONValue? {
        if case .array(let value) = self, value.indices.contains(index) { value[index] } else { nil }
    }

    /// What kind of value it is, in words that fit a message: "a string", "an object", "null".
    public var kindDescription: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The JSON text of the value as UTF-8.
    public func serialized(_ style: JSONWriter.Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.value(self)
        return writer.bytes
    }
}

extension JSONValue: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Same as ``null``.
    public init(nilLiteral: ()) { self = .null }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Spelt in decimal.
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Same as ``array(_:)``.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; of two members with one name the later one holds.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
}

/// Whether two texts have the same UTF-8 bytes. `==` of `String` calls canonically equivalent texts equal.
func bytesEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let quick = left.utf8.withContiguousStorageIfAvailable { left in
        right.utf8.withContiguousStorageIfAvailable { right in
            for index in 0..<left.count where left[index] != right[index] { return false }
            return true
        }
    }
    // Texts of Swift's own are always contiguous; bridged ones are not.
    return (quick ?? nil) ?? left.utf8.elementsEqual(right.utf8)
}
