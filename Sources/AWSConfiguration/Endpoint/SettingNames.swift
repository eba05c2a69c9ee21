/// What the program calls the settings that choose an endpoint, so that messages can name the one to change.
///
/// A command with two endpoints has two of each.
public struct SettingNames: Sendable {
    /// The endpoint's URL.
    public var endpoint: String
    /// The region.
    public var region: String
    /// The profile of AWS's shared files.
    public var profile: String

    /// Names of settings; those of a command with one endpoint where nothing else is said.
    public init(endpoint: String = "--table-endpoint", region: String = "--region", profile: String = "--profile") {
        self.endpoint = endpoint
        self.region = region
        self.profile = profile
    }
}
