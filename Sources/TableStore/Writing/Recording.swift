/// What one consumer of a table's changes needs: which images, and from which change on.
package struct Recording: Sendable, Equatable {
    /// The states of items that it needs.
    package var images: RecordedChange.Images
    /// The changes up to this sequence number it needs no more.
    package var position: Int
}
