import DynamoModel

/// An attribute of a key with its type.
package struct KeyPart: Sendable, Equatable {
    package let name: String
    package let type: ScalarAttributeType

    /// The most bytes that a value may have.
    package let limit: Int

    /// Whether the value has the part's type.
    @inline(__always)
    package func hasType(of value: AttributeValue) -> Bool {
        switch (type, value) {
        case (.s, .s), (.n, .n), (.b, .b): true
        default: false
        }
    }

    /// Whether the value can stand in a key: of the right type, not empty, not too long.
    @inline(__always)
    package func accepts(_ value: AttributeValue) -> Bool {
        switch (type, value) {
        case (.s, .s(let text)): !text.isEmpty && text.utf8.count <= limit
        case (.n, .n): true
        case (.b, .b(let bytes)): !bytes.isEmpty && bytes.count <= limit
        default: false
        }
    }
}
