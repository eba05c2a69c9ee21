import BoundedFetch

/// What of the world the configuration depends on, so that tests can stand in for it.
public struct AWSSurroundings: Sendable {
    /// The environment variables.
    public var environment: [String: String]
    /// Seconds since 1970, by which credentials expire.
    public var now: @Sendable () -> Int
    /// The bytes of a file; nil without a file.
    public var readFile: @Sendable (_ path: String) throws(ConfigurationError) -> [UInt8]?
    /// Asks a service that gives credentials to this machine.
    public var fetch: @Sendable (FetchRequest) async throws(FetchFailure) -> FetchAnswer
    /// Runs a program with its arguments, and returns what it wrote to its standard output. It has a minute for it.
    public var run: @Sendable (_ words: [String]) async throws(ConfigurationError) -> [UInt8]

    /// The machine's own files, clock, network and programs, with this environment.
    public init(environment: [String: String]) {
        self.environment = environment
        now = { SystemAccess.secondsSince1970 }
        readFile = { path throws(ConfigurationError) in try SystemAccess.read(path) }
        fetch = { request async throws(FetchFailure) in try await Fetcher.shared.send(request) }
        let programs = ProgramRun(environment: environment)
        run = { words async throws(ConfigurationError) in try await programs.output(of: words) }
    }

    /// An environment variable; nil when it is empty.
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether an environment variable says `true`, in any case.
    func isTrue(_ name: String) -> Bool { variable(name)?.lowercased() == "true" }
}

/// What is wrong with a setting or a file: a sentence for the operator, which names what to change. Never a
/// secret.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// A fault with this sentence.
    public init(_ description: String) { self.description = description }
}
