import DynamoModel

/// A value that is not resolved yet.
package struct ValueReference: Sendable {
    /// The placeholder, the `:` included.
    package var placeholder: String
    /// Where it stands, in bytes.
    package var offset: Int
}
