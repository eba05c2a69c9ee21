/// What happens while a file of an older version is upgraded.
public enum UpgradeEvent: Sendable, Equatable {
    /// The new file is being made.
    case began(from: Int, to: Int)
    /// So many of about so many rows are in the new file.
    case copied(rows: Int, of: Int)
    /// So many bytes of the old file are in the new one, which gets the new tables next.
    case copiedBytes(Int, of: Int)
    /// The new file has taken the old one's place; the old one is kept as `backup`.
    case finished(from: Int, to: Int, backup: String)
}
