/// What a table's stream records.
public enum StreamViewType: String, Sendable, CaseIterable {
    /// Only the keys.
    case keysOnly = "KEYS_ONLY"
    /// The item as it is now.
    case newImage = "NEW_IMAGE"
    /// The item as it was.
    case oldImage = "OLD_IMAGE"
    /// Both.
    case newAndOldImages = "NEW_AND_OLD_IMAGES"
}
