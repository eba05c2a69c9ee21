import DynamoModel

/// A part of an item with the name that it has in the answer.
package struct NamedPath: Sendable {
    /// The last part of the path as it is written: `z` of `m.z`, `k[0]` of `m.k[0]`.
    package let name: String
    /// Where the value is.
    package let path: DocumentPath
}
