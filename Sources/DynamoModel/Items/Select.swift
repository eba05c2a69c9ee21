/// What a query or scan returns of the items that it matches.
public enum Select: String, Sendable, CaseIterable {
    /// All attributes of the items.
    case allAttributes = "ALL_ATTRIBUTES"
    /// All attributes that the index holds.
    case allProjectedAttributes = "ALL_PROJECTED_ATTRIBUTES"
    /// What the projection expression names.
    case specificAttributes = "SPECIFIC_ATTRIBUTES"
    /// Only how many there are.
    case count = "COUNT"
}
