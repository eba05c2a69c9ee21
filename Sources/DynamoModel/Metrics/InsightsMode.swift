/// Which keys Contributor Insights counts.
public enum InsightsMode: String, Sendable, CaseIterable {
    /// Keys that are used, and keys that are throttled.
    case accessedAndThrottled = "ACCESSED_AND_THROTTLED_KEYS"
    /// Keys that are throttled.
    case throttled = "THROTTLED_KEYS"
}
