import EmbeddedDynamoDB
import LexiAPI

extension Command {
    /// `lexi dynamodb`: the table alone.
    static let dynamoDB = Command(
        "dynamodb", "Serve DynamoDB's protocol alone, on the tables of the data folder.",
        discussion: """
            Any SDK and the aws CLI can use it: --endpoint-url http://127.0.0.1:8000. Makes the data folder when it is
            not there, and no table: that is what CreateTable is for. Without keys it takes any signature, and listens
            on a loopback address only.
            """,
        options: [
            Settings.tableHost, Settings.tablePort, Settings.data, Settings.accessKey, Settings.secretKey,
            Settings.logLevel, Settings.grace, Settings.loops, Settings.memory, Settings.outputMemory,
            Settings.streamShards, Settings.enforceThroughput, Settings.backups, Settings.exports,
        ]
    ) { arguments, terminal in
        try arguments.noOperands()
        let endpoint = try TableEndpoint(arguments, host: Settings.tableHost, port: Settings.tablePort)
        let (log, writer) = try arguments.log()
        let run = try await ServingRun(arguments, terminal)
        defer { run.cancel() }
        let (engine, folder) = try LocalTable.anyTables(arguments, log: log) { run.report(.storage($0)) }
        do {
            let (listener, url) = try endpoint.start(engine, log, engine.metrics)
            terminal.complain(
                "Lexi \(Version.current) speaks DynamoDB on \(url) with the tables in \(folder.path)/. Stop it with Ctrl-C."
            )
            let status = await run.finish(
                await run.next(), "lexi dynamodb", [listener], closing: { await engine.close() })
            writer.flush()
            return status
        } catch {
            await engine.close()
            throw error
        }
    }
}
