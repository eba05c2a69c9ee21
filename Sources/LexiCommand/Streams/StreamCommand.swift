import DynamoModel
import EmbeddedDynamoDB
import Glibc
import HTTPServer
import LexiAPI
import RemoteDynamoDB
import StreamConsumer

extension Command {
    /// `lexi stream`: what is done with streams of changes.
    static let stream = Command(
        "stream", "Work with the stream of a table's changes.", subcommands: [.streamConsume])

    /// `lexi stream consume`: changes are brought to a handler.
    private static let streamConsume = Command(
        "consume", "Bring the changes of a table to a program or an address, as Lambda does for a function.",
        discussion: """
            A batch is {"Records": [...]}, as Lambda gives it to a function that is mapped to a stream. The program has
            handled it when it ends with status 0, the address when it answers 200 to 299; batchItemFailures in the
            answer say which records were not handled. Each change is brought at least once, the changes of an item in
            their order; the file of checkpoints says how far it is.

            The table of a running 'lexi serve' is read through its endpoint:

              lexi stream consume --table-endpoint http://127.0.0.1:8000 --table Notes --command ./handle

            Exit status 0: a signal stopped it; 1: something else did.
            """,
        options: Settings.storage + Settings.remote + ConsumerOptions.all
    ) { arguments, terminal in
        try arguments.noOperands()
        let (settings, handler) = (try arguments.consumerSettings(), try arguments.batchHandler())
        let table = try await ConsumedTable.open(arguments, terminal)
        do {
            let checkpoint = arguments.string(ConsumerOptions.checkpoint) ?? "lexi-consumer-\(table.name).json"
            let world = ConsumerWorld(report: { event in if let line = event.line { terminal.complain(line) } })
            let consumer = try StreamConsumer(
                table.streams, tableName: table.name, settings: settings, handler: handler,
                checkpointPath: checkpoint, failurePath: arguments.string(ConsumerOptions.failures), world: world)
            try await runUntilSignal(consumer)
            await table.close()
            return 0
        } catch let error as ConsumerError {
            await table.close()
            throw CommandFailure(error.description)
        } catch {
            await table.close()
            throw error
        }
    }

    /// Consumes until SIGTERM or SIGINT: a batch that is under way comes again at the next start.
    private static func runUntilSignal(_ consumer: StreamConsumer) async throws {
        // Dispatch makes its timer when it is first used, which must not be when descriptors have run out.
        try await Task.sleep(for: .milliseconds(1))
        guard let signals = ShutdownSignals() else { throw CommandFailure("cannot wait for signals: \(systemError())") }
        let work = Task { try await consumer.run() }
        let watch = Task {
            guard await signals.next() != nil else { return }
            work.cancel()
            if let second = await signals.next() { _exit(128 + second) }
        }
        defer { watch.cancel() }
        do { try await work.value } catch is CancellationError {}
    }
}

/// The table whose stream is consumed.
private struct ConsumedTable: Sendable {
    let streams: any DynamoDBStreams
    let name: String
    let close: @Sendable () async -> Void

    static func open(_ arguments: Arguments, _ terminal: Terminal) async throws -> ConsumedTable {
        if let place = try RemotePlace(arguments, terminal) {
            let remote = try place.connect(.none, forStreams: true)
            return ConsumedTable(streams: remote.table, name: remote.name, close: { await remote.table.close() })
        }
        let (engine, name) = try LocalTable.existing(arguments, isReadOnly: false)
        return ConsumedTable(streams: engine, name: name, close: { await engine.close() })
    }
}

extension ConsumerEvent {
    /// The message to the operator; nil for an event that is as it should be.
    var line: String? {
        switch self {
        case .began(let arn): "Consuming \(arn)."
        case .handled: nil
        case .failed(let shard, let records, let reason): "\(shard): \(records) records were not handled: \(reason)"
        case .gaveUp(let shard, let records, let condition): "\(shard): gave \(records) records up (\(condition))"
        case .missed(let shard): "\(shard): changes were gone before they could be read"
        case .unreadable(let reason): "The stream cannot be read for the moment: \(reason)"
        }
    }
}
