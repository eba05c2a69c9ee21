/// Which attributes a write returns.
public enum ReturnValues: String, Sendable, CaseIterable {
    /// No attributes are returned.
    case none = "NONE"
    /// The whole item as it was.
    case allOld = "ALL_OLD"
    /// The updated attributes as they were.
    case updatedOld = "UPDATED_OLD"
    /// The whole item as it is now.
    case allNew = "ALL_NEW"
    /// The updated attributes as they are now.
    case updatedNew = "UPDATED_NEW"
}
