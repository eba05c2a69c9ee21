/// A setting of a command: a flag, and where it makes sense an environment variable of the same meaning.
///
/// The command line counts before the environment, and that before the default.
struct Option: Sendable {
    /// The flag without its dashes: `port` for `--port`.
    let name: String
    /// What the value is called in the help, such as `FOLDER`; nil for a switch that takes none.
    let valueName: String?
    /// What gives the value when the command line does not; nil when only the command line can.
    let environmentVariable: String?
    /// What counts when the option is not given.
    let fallback: String?
    /// One line for the help.
    let summary: String

    init(
        _ name: String, _ valueName: String? = nil, environment: String? = nil, default fallback: String? = nil,
        _ summary: String
    ) {
        self.name = name
        self.valueName = valueName
        self.environmentVariable = environment
        self.fallback = fallback
        self.summary = summary
    }
}
