import DynamoModel

/// Settings that a restored table gets in the commit that makes it ready, so that it never stands without them.
package struct RestoredSettings: Sendable, Equatable, Codable {
    /// Stored only where items expire.
    private var expiryAttribute: String?
    package var streamViewType: StreamViewType?
    /// Set with ``streamViewType``.
    package var streamLabel: String?
    package var deletionProtection: Bool

    private enum CodingKeys: String, CodingKey {
        case expiryAttribute = "ttl"
        case streamViewType = "stream"
        case streamLabel = "label"
        case deletionProtection = "protected"
    }

    package init(
        timeToLive: TimeToLive, streamViewType: StreamViewType? = nil, streamLabel: String? = nil,
        deletionProtection: Bool
    ) {
        expiryAttribute = timeToLive.isEnabled ? timeToLive.attributeName : nil
        self.streamViewType = streamViewType
        self.streamLabel = streamLabel
        self.deletionProtection = deletionProtection
    }

    package var timeToLive: TimeToLive {
        TimeToLive(attributeName: expiryAttribute, isEnabled: expiryAttribute != nil)
    }
}
