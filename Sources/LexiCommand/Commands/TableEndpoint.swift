import AWSSignatures
import CivilTime
import DynamoDBEndpoint
import DynamoModel
import Glibc
import HTTPServer
import JSONText
import Lexi
import LexiAPI
import LexiSchema

/// DynamoDB's wire protocol as a command configures it: where it listens, whose signatures it takes.
struct TableEndpoint: Sendable {
    /// The names under which `aws iam get-role-policy` finds the policy of schema/iam-policy.json.
    private static let roleName = "lexi-service"
    private static let policyName = "lexi-table"

    private let http: HTTPConfiguration
    private let configuration: EndpointConfiguration
    /// The options that choose another address, for messages.
    private let hostOption: Option
    private let portOption: Option

    /// - Throws: ``UsageError`` for values that cannot be; ``CommandFailure`` for an address that others can reach,
    ///   without keys.
    init(_ arguments: Arguments, host: Option, port: Option) throws {
        var http = try arguments.httpConfiguration(host: host, port: port)
        http.limits = EndpointResponder.limits
        self.http = http
        (hostOption, portOption) = (host, port)
        let credentials = try Self.credentials(arguments)
        do { configuration = try EndpointConfiguration(host: http.host, credentials: credentials) } catch {
            throw CommandFailure(
                "\(error) See --\(Settings.accessKey.name) and --\(Settings.secretKey.name), and --\(host.name).")
        }
    }

    /// Of the two parts of a key, both or none.
    private static func credentials(_ arguments: Arguments) throws(UsageError) -> [AWSCredentials] {
        let given = (arguments.string(Settings.accessKey), arguments.string(Settings.secretKey))
        switch given {
        case (nil, nil): return []
        case (let key?, let secret?): return [AWSCredentials(accessKeyID: key, secretAccessKey: secret)]
        default:
            let missing = given.0 == nil ? Settings.accessKey : Settings.secretKey
            _ = try arguments.required(missing)
            return []
        }
    }

    /// Listens, and serves the table.
    ///
    /// - Returns: the listener, and the URL for `--endpoint-url`.
    /// - Throws: ``CommandFailure`` when the address is not free.
    func start(
        _ table: any DynamoDB, _ log: Log, _ metrics: (any MetricSource)?
    ) throws(CommandFailure) -> (listener: HTTPListener, url: String) {
        var random = SystemRandomNumberGenerator()
        let responder = EndpointResponder(
            table: table, configuration: configuration, seed: random.next(),
            clock: { Timestamp(roundingDown: MachineClock.secondsSince1970) }, metrics: metrics,
            policies: [
                RolePolicy(roleName: Self.roleName, policyName: Self.policyName, document: SchemaDocuments.policy)
            ],
            onOutcome: { Self.note($0, log) })
        let listener = HTTPListener(configuration: http, responder: responder) { event in
            log.event(.debug, "dynamodb-http", clock: .system, [("what", .string("\(event)"))])
        }
        do {
            let port = try listener.start()
            return (listener, "http://\(authority(http.host, port))")
        } catch {
            throw CommandFailure("\(error); choose another with --\(hostOption.name) or --\(portOption.name)")
        }
    }

    /// A line for each request, as the service has one.
    private static func note(_ outcome: RequestOutcome, _ log: Log) {
        let level: LogLevel = outcome.status < 500 ? .info : .error
        guard level <= log.level else { return }
        var members: [(String, JSONValue)] = [
            ("status", .number(JSONNumber(outcome.status))), ("request_id", .string(outcome.requestID)),
        ]
        if let operation = outcome.operation { members.append(("operation", .string(operation))) }
        if let error = outcome.errorType { members.append(("error", .string(error))) }
        members.append(("duration_us", .number(JSONNumber(outcome.microseconds))))
        members.append(("bytes_out", .number(JSONNumber(outcome.end.bodyBytes))))
        if outcome.end.isBrokenOff { members.append(("broken_off", .bool(true))) }
        log.event(level, "dynamodb", clock: .system, members)
    }
}
