import DynamoModel
import EmbeddedDynamoDB
import Lexi
import LexiAPI
import RemoteDynamoDB

/// The table that the arguments of a command name, opened: embedded in a data folder, or at an endpoint.
struct OpenTable: Sendable {
    let database: any DynamoDB
    let name: String
    /// Whether the table was made just now.
    let isNew: Bool
    /// Where it is, for messages: `in data/` or `at https://…`.
    let place: String
    /// What chose it, for log lines.
    let settings: String
    /// What is known of the endpoint; nil for an embedded table.
    let endpoint: EndpointWatch?
    /// Figures of the table, or of its endpoint.
    let gauges: [Gauge]
    /// What the operations on the table took; nil when that is not kept.
    var metrics: TableMetrics?
    /// Figures with labels of it.
    var figures: @Sendable () -> [LabelledFigures] = { [] }
    /// Says why the table cannot be written; nil when it can, as far as is known.
    let writeObstacle: @Sendable () async -> String?
    /// Finishes what is under way, and closes the file or the connections.
    ///
    /// Throws when the storage failed at the end, so that it is not known whether the last writes are on the disk.
    let close: @Sendable () async throws(CommandFailure) -> Void

    /// Opens the table.
    ///
    /// An embedded one is made when it is not there, unless it `mustExist`; one at an endpoint is checked, and never
    /// made: that is for `lexi table create`, since it costs money.
    /// - Throws: ``CommandFailure`` that says what to do.
    static func open(
        _ arguments: Arguments, _ terminal: Terminal, mustExist: Bool = false, log: Log = .none,
        keepsMetrics: Bool = false, onFatal: (@Sendable (String) -> Void)? = nil
    ) async throws -> OpenTable {
        if let remote = try RemotePlace(arguments, terminal) { return try await open(remote, terminal, log) }
        let local = try await LocalTable.open(
            arguments, terminal, mustExist: mustExist, log: log, keepsMetrics: keepsMetrics, onFatal: onFatal)
        for warning in local.warnings { terminal.complain("Warning: \(warning)") }
        return OpenTable(
            database: local.engine, name: local.name, isNew: local.isNew, place: "in \(local.folder.path)/",
            settings: "--table, --data", endpoint: nil, gauges: local.engine.gauges(of: local.name),
            metrics: local.engine.metrics, figures: { local.engine.figures },
            writeObstacle: { await local.engine.writeObstacle() },
            close: { () throws(CommandFailure) in try await local.close() })
    }

    private static func open(_ place: RemotePlace, _ terminal: Terminal, _ log: Log) async throws -> OpenTable {
        let remote = try place.connect(log)
        do {
            let table = try await RemoteCheck(remote).ready(terminal)
            for warning in await RemoteCheck(remote).warnings() { terminal.complain("Warning: \(warning)") }
            let endpoint = remote.table.endpoint
            return OpenTable(
                database: remote.table, name: table.tableName, isNew: false, place: "at \(endpoint)",
                settings: "--table, \(endpoint.settings.endpoint), \(endpoint.settings.region)",
                endpoint: remote.watch, gauges: remote.watch.gauges, writeObstacle: { nil },
                close: { await remote.table.close() })
        } catch {
            await remote.table.close()
            throw error
        }
    }
}
