import StreamConsumer

/// The settings of `lexi stream consume`.
enum ConsumerOptions {
    static let url = Option(
        "url", "URL", environment: "LEXI_CONSUMER_URL", "the address that batches are sent to, by POST")
    static let command = Option(
        "command", "COMMAND", environment: "LEXI_CONSUMER_COMMAND",
        "the program that batches are given to, on its standard input")
    static let checkpoint = Option(
        "checkpoint", "FILE", environment: "LEXI_CONSUMER_CHECKPOINT",
        "where to keep how far it is (default: lexi-consumer-TABLE.json in the working folder)")
    static let failures = Option(
        "failures", "FILE", environment: "LEXI_CONSUMER_FAILURES",
        "where to write what is given up, a line for each batch (default: it is only reported)")
    static let startingPosition = Option(
        "starting-position", "POSITION", environment: "LEXI_CONSUMER_START", default: "LATEST",
        "where to begin without a checkpoint: LATEST or TRIM_HORIZON")
    static let batchSize = Option(
        "batch-size", "N", environment: "LEXI_CONSUMER_BATCH_SIZE", default: "100", "records of a batch, 1 to 10000")
    static let batchWindow = Option(
        "batch-window", "SECONDS", environment: "LEXI_CONSUMER_BATCH_WINDOW", default: "0",
        "how long to gather records for a batch that is not full, 0 to 300")
    static let bisect = Option("bisect", nil, "cut a batch that failed in two")
    static let retries = Option(
        "retries", "N", environment: "LEXI_CONSUMER_RETRIES", "how often a batch is tried again (default: for ever)")
    static let recordAge = Option(
        "record-age", "SECONDS", environment: "LEXI_CONSUMER_RECORD_AGE",
        "give records up that are older, 60 to 604800 (default: none)")
    static let parallel = Option(
        "parallel", "N", environment: "LEXI_CONSUMER_PARALLEL", default: "1",
        "batches of a shard that are handled at a time, 1 to 10; the changes of an item stay in order")
    static let filter = Option(
        "filter", "PATTERN", environment: "LEXI_CONSUMER_FILTER",
        "handle only records that match this pattern of Lambda's event filtering; repeat it for several, 5 at most")
    static let timeout = Option(
        "timeout", "SECONDS", environment: "LEXI_CONSUMER_TIMEOUT", default: "60",
        "how long the handling of a batch may take, 1 to 900")

    /// How long the handling of a batch may take, in seconds, and how long without a setting.
    static let timeouts = 1...900
    static let usualTimeout = 60

    static let all = [
        url, command, checkpoint, failures, startingPosition, batchSize, batchWindow, bisect, retries, recordAge,
        parallel, filter, timeout,
    ]
}

extension Arguments {
    /// How a consumer is to go about it.
    ///
    /// - Throws: ``UsageError`` for a value that cannot be; ``CommandFailure`` for a filter that cannot.
    func consumerSettings() throws -> ConsumerSettings {
        var settings = ConsumerSettings()
        settings.startingPosition =
            try choice(ConsumerOptions.startingPosition, of: ConsumerSettings.StartingPosition.self) ?? .latest
        settings.batchSize = try integer(ConsumerOptions.batchSize, in: ConsumerSettings.batchSizes) ?? 100
        settings.batchWindow = Double(try integer(ConsumerOptions.batchWindow, in: ConsumerSettings.batchWindows) ?? 0)
        settings.bisects = try isOn(ConsumerOptions.bisect)
        settings.retries = try integer(ConsumerOptions.retries, in: ConsumerSettings.retryCounts)
        settings.recordAge = try integer(ConsumerOptions.recordAge, in: ConsumerSettings.recordAges).map(Double.init)
        settings.parallel = try integer(ConsumerOptions.parallel, in: ConsumerSettings.lanes) ?? 1
        let patterns = all(ConsumerOptions.filter)
        guard patterns.count <= ConsumerSettings.mostFilters else {
            throw UsageError("--\(ConsumerOptions.filter.name) is taken up to \(ConsumerSettings.mostFilters) times")
        }
        for pattern in patterns {
            do throws(ConsumerError) {
                settings.filters.append(try FilterPattern(pattern))
            } catch {
                throw CommandFailure("\(source(of: ConsumerOptions.filter)): \(error)")
            }
        }
        return settings
    }

    /// What batches are given to: an address or a program.
    func batchHandler() throws(UsageError) -> any BatchHandler {
        let seconds = Double(
            try integer(ConsumerOptions.timeout, in: ConsumerOptions.timeouts) ?? ConsumerOptions.usualTimeout)
        switch (string(ConsumerOptions.url), string(ConsumerOptions.command)) {
        case (let url?, nil): return AddressHandler(url: url, seconds: seconds)
        case (nil, let command?): return ProgramHandler(command: command, seconds: seconds)
        default: throw UsageError("give one of --url and --command")
        }
    }
}
