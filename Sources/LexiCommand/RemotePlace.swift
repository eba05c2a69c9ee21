import AWSConfiguration
import DynamoModel
import JSONText
import Lexi
import LexiAPI
import RemoteDynamoDB

/// A table at an endpoint, as the arguments of a command name it.
///
/// Only Lexi's own settings choose such a table: `AWS_REGION` or a profile alone, which many have in their shell for
/// other things, must not send a learner's data elsewhere. Once one is chosen, AWS's variables and files count as they
/// do for AWS's tools.
struct RemotePlace: Sendable {
    /// The endpoint that AWS's settings name, or else the region's own.
    static let configured = "aws"

    private let endpoint: RemoteEndpoint
    private let isAtAWS: Bool
    private let table: String
    private let files: SharedFiles
    private let world: AWSSurroundings

    /// - Returns: nil when the arguments name no such table.
    /// - Throws: ``UsageError`` for a profile without endpoint and region; ``CommandFailure`` for settings that cannot
    ///   be.
    init?(_ arguments: Arguments, _ terminal: Terminal) throws {
        let url = arguments.string(Settings.tableEndpoint)
        let region = arguments.string(Settings.region)
        let profile = arguments.string(Settings.profile)
        guard url != nil || region != nil else {
            guard profile == nil else {
                throw UsageError(
                    "\(arguments.source(of: Settings.profile)) is for a table at an endpoint: give --table-endpoint too, 'aws' for the region's own"
                )
            }
            return nil
        }
        try self.init(
            url: url == Self.configured ? nil : url, region: region, profile: profile,
            table: try arguments.tableName(Settings.table),
            SettingNames(
                endpoint: arguments.source(of: Settings.tableEndpoint), region: arguments.source(of: Settings.region),
                profile: arguments.source(of: Settings.profile)), terminal)
    }

    /// - Parameters:
    ///   - url: nil for the endpoint that AWS's settings name, or else the region's own.
    ///   - names: what chose the endpoint, for messages.
    /// - Throws: ``CommandFailure`` for settings that cannot be.
    init(
        url: String?, region: String?, profile: String?, table: String, _ names: SettingNames, _ terminal: Terminal
    ) throws(CommandFailure) {
        self.table = table
        world = AWSSurroundings(environment: terminal.environment)
        do throws(ConfigurationError) {
            files = try SharedFiles(profile: profile, world, names: names)
            let address = try TableAddress(endpoint: url, region: region, files, world, names: names)
            let settings = RemoteSettings(
                endpoint: address.endpointSetting ?? names.endpoint, region: address.regionSetting,
                isOfRegion: address.endpointSetting == nil)
            endpoint = RemoteEndpoint(
                isSecure: address.isSecure, host: address.host, port: address.port, region: address.region,
                settings: settings)
            isAtAWS = address.isAtAWS
        } catch {
            throw CommandFailure(error.description)
        }
    }

    /// A client of the endpoint; nothing is asked yet.
    ///
    /// - Parameters:
    ///   - forStreams: whether it is to read streams, which AWS has at a separate address.
    ///   - onWarning: hears of credentials that could not be renewed in time; without it the log does.
    /// - Throws: ``CommandFailure`` when the system has no thread or descriptor to give.
    func connect(
        _ log: Log, _ options: RemoteOptions = RemoteOptions(), forStreams: Bool = false,
        onWarning: (@Sendable (String) -> Void)? = nil
    ) throws(CommandFailure) -> Remote {
        let endpoint = forStreams && isAtAWS ? self.endpoint.ofStreams : self.endpoint
        let watch = EndpointWatch(endpoint, log)
        let credentials = CredentialsChain(files, world) { text in
            if let onWarning { return onWarning(text) }
            log.event(.warning, "credentials", clock: .system, [("what", .string(text))])
        }
        do throws(DynamoDBError) {
            let client = try RemoteTable(
                endpoint: endpoint, credentials: credentials, options: options, observer: watch)
            return Remote(table: client, name: table, watch: watch, isAtAWS: isAtAWS)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// Runs `body` with a client of the endpoint, which is closed afterwards.
    func using<Result>(_ body: (Remote) async throws -> Result) async throws -> Result {
        let remote = try connect(.none)
        do {
            let result = try await body(remote)
            await remote.table.close()
            return result
        } catch {
            await remote.table.close()
            throw error
        }
    }

    /// A client of a table's endpoint.
    struct Remote: Sendable {
        let table: RemoteTable
        /// The table's name.
        let name: String
        let watch: EndpointWatch
        /// Whether the endpoint is one of AWS's.
        let isAtAWS: Bool
    }
}

extension Settings {
    static let tableEndpoint = Option(
        "table-endpoint", "URL", environment: "LEXI_TABLE_ENDPOINT",
        "the DynamoDB that has the table, such as https://dynamodb.eu-west-1.amazonaws.com; 'aws' for the one that AWS's settings name or the region's own (default: the embedded table)"
    )
    static let region = Option(
        "region", "REGION", environment: "LEXI_REGION",
        "the region of that DynamoDB; alone it means its own endpoint (default: AWS_REGION, then the profile's)")
    static let profile = Option(
        "profile", "NAME", environment: "LEXI_PROFILE",
        "the profile of AWS's shared files that has the credentials (default: AWS's own order)")

    /// Settings of a table at an endpoint.
    static let remote = [tableEndpoint, region, profile]
}
