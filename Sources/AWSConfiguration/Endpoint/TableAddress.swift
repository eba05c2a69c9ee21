/// Where a DynamoDB is, and for which region requests to it are signed.
public struct TableAddress: Sendable, Equatable {
    /// Whether the connection is encrypted.
    public let isSecure: Bool
    /// A name or an address; one of IPv6 without brackets.
    public let host: String
    /// The port.
    public let port: UInt16
    /// The region.
    public let region: String
    /// The setting that gave the endpoint; nil when it is the region's own.
    public let endpointSetting: String?
    /// The setting that gave the region.
    public let regionSetting: String

    /// Whether the host is one of AWS's own endpoints.
    public var isAtAWS: Bool { Self.region(ofHost: host) != nil }

    /// The address by flags, environment and profile, in the order of AWS's tools.
    ///
    /// The region: the flag, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`; else the one that the host of
    /// AWS names. The endpoint: the flag, `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL`, the profile's `services`
    /// section, its `endpoint_url`; else the region's own. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` leaves all but the
    /// flag out. Source: AWS SDKs and Tools Reference Guide, "AWS Region" and "Service-specific endpoints".
    ///
    /// - Parameter names: what the flags are called.
    /// - Throws: ``ConfigurationError`` that names the setting to change.
    public init(
        endpoint: String? = nil, region: String? = nil, _ files: SharedFiles, _ world: AWSSurroundings,
        names: SettingNames = SettingNames()
    ) throws(ConfigurationError) {
        let url: (url: String, setting: String)?
        if let endpoint {
            url = (endpoint, names.endpoint)
        } else {
            url = try Self.configuredEndpoint(files, world)
        }
        let given = region.map { ($0, names.region) } ?? Self.configuredRegion(files, world)
        guard let (text, setting) = url else {
            guard let (given, source) = given else { throw Self.noRegion(names) }
            self.region = try Self.checked(region: given, source)
            (isSecure, port) = (true, 443)
            host = "dynamodb.\(given).\(Self.domain(of: given))"
            (endpointSetting, regionSetting) = (nil, source)
            return
        }
        let address: URLAddress
        do throws(ConfigurationError) { address = try URLAddress(text) } catch {
            throw ConfigurationError("\(setting): \(error)")
        }
        (isSecure, host, port) = (address.isSecure, address.host, address.port)
        let named = Self.region(ofHost: address.host)
        guard let (chosen, source) = given ?? named.map({ ($0, setting) }) else { throw Self.noRegion(names) }
        if let named, named != chosen {
            throw ConfigurationError(
                "the endpoint '\(address.host)' (\(setting)) is of the region \(named), but the region is set to '\(chosen)' (\(source)); change one of them"
            )
        }
        self.region = try Self.checked(region: chosen, source)
        (endpointSetting, regionSetting) = (setting, source)
    }

    private static func noRegion(_ names: SettingNames) -> ConfigurationError {
        ConfigurationError(
            "there is no region: give \(names.region) or set AWS_REGION, or 'region' in the profile")
    }

    private static func configuredRegion(
        _ files: SharedFiles, _ world: AWSSurroundings
    ) -> (region: String, setting: String)? {
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let region = world.variable(name) { return (region, name) }
        }
        return files.setting("region").map { ($0, "'region' of the profile '\(files.profile)'") }
    }

    private static func configuredEndpoint(
        _ files: SharedFiles, _ world: AWSSurroundings
    ) throws(ConfigurationError) -> (url: String, setting: String)? {
        let isIgnored =
            world.variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? files.setting("ignore_configured_endpoint_urls")
        if isIgnored?.lowercased() == "true" { return nil }
        for name in ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"] {
            if let url = world.variable(name) { return (url, name) }
        }
        let place = "endpoint_url of the profile '\(files.profile)'"
        let url = try files.setting("endpoint_url", ofService: "dynamodb") ?? files.setting("endpoint_url")
        return url.map { ($0, place) }
    }
}

// The regions' own endpoints.
extension TableAddress {
    /// The domains of the partitions, by how the names of their regions begin; the first that fits counts.
    private static let domains = [
        ("cn-", "amazonaws.com.cn"), ("eusc-", "amazonaws.eu"), ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"), ("eu-isoe-", "cloud.adc-e.uk"), ("us-isof-", "csp.hci.ic.gov"),
    ]

    private static func domain(of region: String) -> String {
        domains.first { region.utf8.starts(with: $0.0.utf8) }?.1 ?? "amazonaws.com"
    }

    /// A region becomes a part of a host's name, so that it must be one.
    private static func checked(region: String, _ setting: String) throws(ConfigurationError) -> String {
        let isLabel = region.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isLabel, (1...63).contains(region.utf8.count), region.utf8.first != UInt8(ascii: "-") else {
            throw ConfigurationError("the region is not a name such as ap-southeast-1; change \(setting)")
        }
        return region
    }

    /// The region that stands in the name of an endpoint of AWS.
    private static func region(ofHost host: String) -> String? {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard labels.count > 3, labels[0] == "dynamodb" || labels[0] == "dynamodb-fips",
            labels[2...].joined(separator: ".") == domain(of: labels[1])
        else { return nil }
        return labels[1]
    }
}
