import StreamConsumer

/// A consumer of `lexi serve`, as the file of its setting names it.
struct ConfiguredConsumer: Sendable {
    /// What it is called in the log and in `/metrics`; no two have the same.
    let name: String
    /// Whose stream it reads; nil for the service's own table.
    let table: String?
    let settings: ConsumerSettings
    let handler: any BatchHandler
    /// Where it keeps how far it is; nil for a file in the data folder.
    let checkpoint: String?
    /// Where it writes what is given up.
    let failures: String?
}
