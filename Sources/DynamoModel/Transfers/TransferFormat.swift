/// The forms in which items stand in files.
public enum TransferFormat: String, Sendable, CaseIterable {
    /// Lines of DynamoDB JSON.
    case json = "DYNAMODB_JSON"
    /// Amazon Ion, as text.
    case ion = "ION"
    /// Comma-separated values; imports only.
    case csv = "CSV"
}
