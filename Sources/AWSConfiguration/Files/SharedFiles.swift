/// The shared config and credentials files, and the profile of them that counts.
///
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
public struct SharedFiles: Sendable {
    /// The profile's name.
    public let profile: String
    /// Whether the profile was chosen by a flag: then the keys of the environment do not count, as in botocore.
    public let isExplicit: Bool
    /// Where the files are.
    public let credentialsPath: String
    let configPath: String

    /// What the credentials file says of the profile.
    let credentials: [String: String]
    /// What the config file says of the profile.
    let config: [String: String]
    private let services: [String: [String: String]]

    /// Reads the files that the environment names, or else those in `~/.aws`. Files that are not there count as empty.
    ///
    /// - Parameters:
    ///   - profile: the profile that a flag chose; else `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, `default`.
    ///   - names: what the flags are called.
    /// - Throws: ``ConfigurationError`` for a file that cannot be read, and a chosen profile that is in none of them.
    public init(
        profile flag: String? = nil, _ world: AWSSurroundings, names: SettingNames = SettingNames()
    ) throws(ConfigurationError) {
        let chosen = flag ?? world.variable("AWS_PROFILE") ?? world.variable("AWS_DEFAULT_PROFILE")
        let name = chosen ?? "default"
        profile = name
        isExplicit = flag != nil
        credentialsPath = Self.path(world, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
        configPath = Self.path(world, "AWS_CONFIG_FILE", "~/.aws/config")
        let keys = try Self.file(credentialsPath, world)
        let settings = try Self.file(configPath, world)
        var named: [String: [String: String]] = [:]
        var services: [String: [String: String]] = [:]
        for (title, values) in settings.sections {
            if title == "default" { named[title] = values }
            guard let words = ShellWords.split(title), words.count == 2 else { continue }
            if words[0] == "profile" { named[words[1]] = values }
            if words[0] == "services" { services[words[1]] = values }
        }
        if chosen != nil, name != "default", keys.sections[name] == nil, named[name] == nil {
            let setting =
                flag != nil
                ? names.profile : world.variable("AWS_PROFILE") != nil ? "AWS_PROFILE" : "AWS_DEFAULT_PROFILE"
            throw ConfigurationError(
                "there is no profile '\(name)' in '\(configPath)' ([profile \(name)]) or '\(credentialsPath)' ([\(name)]); change \(setting)"
            )
        }
        credentials = keys.sections[name] ?? [:]
        config = named[name] ?? [:]
        self.services = services
    }

    /// A setting of the profile, that of the credentials file before that of the config file.
    func setting(_ name: String) -> String? {
        [credentials[name], config[name]].lazy.compactMap { $0 }.first { !$0.isEmpty }
    }

    /// A setting of one service, from the `services` section that the profile names.
    ///
    /// - Throws: ``ConfigurationError`` when there is no such section.
    func setting(_ name: String, ofService service: String) throws(ConfigurationError) -> String? {
        guard let title = setting("services") else { return nil }
        guard let section = services[title] else {
            throw ConfigurationError(
                "the profile '\(profile)' names the section [services \(title)], which is not in '\(configPath)'")
        }
        guard let value = section[service] else { return nil }
        guard let values = INIFile.nested(value) else {
            throw ConfigurationError(
                "'\(configPath)': '\(service)' in [services \(title)] must have its settings on indented lines below it"
            )
        }
        return values[name]
    }

    private static func path(_ world: AWSSurroundings, _ variable: String, _ usual: String) -> String {
        let path = world.variable(variable) ?? usual
        guard path == "~" || path.utf8.starts(with: "~/".utf8), let home = world.variable("HOME") else { return path }
        return home + path.dropFirst()
    }

    private static func file(_ path: String, _ world: AWSSurroundings) throws(ConfigurationError) -> INIFile {
        guard let bytes = try world.readFile(path) else { return INIFile() }
        return try INIFile(bytes, path: path)
    }
}
