/// The attribute that holds when an item expires, in seconds since 1970.
public struct TimeToLive: Sendable, Equatable {
    /// The attribute; nil when it never was set.
    public var attributeName: String?
    /// Whether items expire.
    public var isEnabled: Bool

    /// A setting of the table; the name stays when items expire no more.
    public init(attributeName: String?, isEnabled: Bool) {
        self.attributeName = attributeName
        self.isEnabled = isEnabled
    }
}
