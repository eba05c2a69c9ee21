/// A resource policy of a table or a stream, as it is stored.
package struct ResourcePolicy: Sendable, Equatable, Codable {
    /// JSON, as it was sent.
    package var text: String
    /// The revision, which grows with each change.
    package var revision: String

    package init(text: String, revision: String) {
        self.text = text
        self.revision = revision
    }
}
