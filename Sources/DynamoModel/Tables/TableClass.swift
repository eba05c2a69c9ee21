/// How often a table's items are expected to be read.
public enum TableClass: String, Sendable, CaseIterable {
    /// Often.
    case standard = "STANDARD"
    /// Seldom.
    case standardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS"
}
