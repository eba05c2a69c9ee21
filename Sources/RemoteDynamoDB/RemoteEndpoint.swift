/// Where a DynamoDB is, and the region that requests to it are signed for.
public struct RemoteEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Whether the connection is encrypted.
    public let isSecure: Bool
    /// A name or an address; one of IPv6 without brackets.
    public let host: String
    /// The port.
    public let port: UInt16
    /// The region that requests are signed for, such as `ap-southeast-1`.
    public let region: String
    /// What chose it, for messages.
    public let settings: RemoteSettings

    /// An endpoint.
    public init(
        isSecure: Bool, host: String, port: UInt16, region: String, settings: RemoteSettings = RemoteSettings()
    ) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.region = region
        self.settings = settings
    }

    /// Where AWS has the streams of the tables that it has here.
    public var ofStreams: RemoteEndpoint {
        RemoteEndpoint(isSecure: isSecure, host: "streams.\(host)", port: port, region: region, settings: settings)
    }

    /// The URL, without the port where it is the scheme's own.
    public var description: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// What the `Host` field says.
    public var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }
}

/// What the settings are called that chose an endpoint, so that a message can name the one to change.
public struct RemoteSettings: Sendable, Hashable {
    /// The setting of the endpoint's URL.
    public var endpoint: String
    /// The setting of the region.
    public var region: String
    /// Whether the region alone chose the endpoint.
    public var isOfRegion: Bool

    /// Names of settings.
    public init(
        endpoint: String = "the endpoint's URL", region: String = "the region", isOfRegion: Bool = false
    ) {
        self.endpoint = endpoint
        self.region = region
        self.isOfRegion = isOfRegion
    }
}
