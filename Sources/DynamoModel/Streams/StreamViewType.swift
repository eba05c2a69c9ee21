/// What a table's stream records.
public enum StreamViewType: String, Sendable, CaseIterable {
    /// The primary key of the changed item.
    case keysOnly = "KEYS_ONLY"
    /// The item as it is now.
    case newImage = "NEW_IMAGE"
    /// The item as it was.
    case oldImage = "OLD_IMAGE"
    /// The whole item before and after the change.
    case newAndOldImages = "NEW_AND_OLD_IMAGES"
}
